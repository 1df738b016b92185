// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

// GET /relay?url=URL calls URL and answers with its status and body. Traced by OpenTelemetry.
'use strict';
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');

// Without any processor the SDK makes no spans.
const nothing = { onStart() {}, onEnd() {}, forceFlush: async () => {}, shutdown: async () => {} };
new NodeSDK({ instrumentations: [new HttpInstrumentation()], spanProcessors: [nothing] }).start();

const http = require('http'); // after the instrumentation
const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost').searchParams.get('url');
  http
    .get(url, (answer) => {
      response.writeHead(answer.statusCode);
      answer.pipe(response);
    })
    .on('error', () => {
      response.writeHead(502);
      response.end();
    });
});
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
