// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.testing.InMemoryExporter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.assertj.core.api.AbstractListAssert;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Which data sources are traced, and that none ends the start. */
@ExtendWith(OutputCaptureExtension.class)
class DataSourcesTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  TracerAutoConfiguration.class, TracerJdbcAutoConfiguration.class))
          .withBean(InMemoryExporter.class, InMemoryExporter::create)
          .withPropertyValues("spring.application.name=shop", "tracer.close-timeout=5m");

  /* H2's own is final. */
  private static DataSource h2() {
    return h2("sources");
  }

  private static DataSource h2(String name) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + name);
    return new DelegatingDataSource(source);
  }

  /** No class can be derived from it. */
  static class Closed extends DelegatingDataSource {
    private Closed() {
      super(h2());
    }
  }

  static final class Final extends DelegatingDataSource {
    Final() {
      super(h2());
    }
  }

  /** A class derived from it runs its method without its fields. */
  static class FinalMethod extends DelegatingDataSource {
    private final DataSource own = h2();

    FinalMethod() {
      super(h2());
    }

    @Override
    public final Connection getConnection() throws SQLException {
      return own.getConnection();
    }
  }

  /** Its data source is needed for the tracer. */
  @Configuration
  static class Circle {
    Circle(DataSource source) throws SQLException {
      execute(source, "CREATE TABLE early (id INT)");
    }

    @Bean
    TracerBuilderCustomizer customizer() {
      return builder -> builder.strict(false);
    }
  }

  /** Leads to the database that was chosen last. */
  static class Routing extends AbstractRoutingDataSource {
    private volatile String chosen = "here";

    Routing() {
      setTargetDataSources(Map.of("here", h2("here"), "there", h2("there")));
    }

    public void choose(String name) {
      chosen = name;
    }

    @Override
    protected Object determineCurrentLookupKey() {
      return chosen;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Routes {
    @Bean
    Routing routing() {
      return new Routing();
    }

    @Bean
    LazyConnectionDataSourceProxy lazy(Routing routing) {
      return new LazyConnectionDataSourceProxy(routing);
    }
  }

  private static void execute(DataSource source, String statement) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement made = connection.createStatement()) {
      made.execute(statement);
    }
  }

  private static AbstractListAssert<?, ?, String, ?> assertSpans(ApplicationContext context) {
    context.getBean(Tracer.class).flush(Duration.ofMinutes(5));
    return assertThat(context.getBean(InMemoryExporter.class).spans()).extracting(SpanData::name);
  }

  @Test
  void class_withFinalMethods_isTracedAsAPlainDataSource() {
    application
        .withBean(DataSource.class, FinalMethod::new)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              DataSource source = context.getBean(DataSource.class);
              execute(source, "CREATE TABLE final_method (id INT)");
              assertSpans(context).containsExactly("CREATE TABLE final_method");
              assertThat(source.unwrap(FinalMethod.class)).isInstanceOf(FinalMethod.class);
            });
  }

  @Test
  void class_thatCannotBeExtended_isTracedAsAPlainDataSource() {
    application
        .withBean(DataSource.class, Closed::new)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              DataSource source = context.getBean(DataSource.class);
              execute(source, "CREATE TABLE closed (id INT)");
              assertSpans(context).containsExactly("CREATE TABLE closed");
              assertThat(source.unwrap(Closed.class)).isInstanceOf(Closed.class);
            });
  }

  @Test
  void lazyConnections_ofARoutingSource_areToldByTheDatabaseTheyLeadTo() {
    application
        .withUserConfiguration(Routes.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              for (String name : List.of("here", "there")) {
                context.getBean(Routing.class).choose(name);
                execute(
                    context.getBean(LazyConnectionDataSourceProxy.class),
                    "CREATE TABLE visited (id INT)");
              }
              context.getBean(Tracer.class).flush(Duration.ofMinutes(5));
              assertThat(context.getBean(InMemoryExporter.class).spans())
                  .extracting(span -> span.attributes().get("db.namespace"))
                  .containsExactly("here", "there");
            });
  }

  @Test
  void tracer_madeOfWhatNeedsTheDataSource_starts_andTracesFromThenOn(CapturedOutput output) {
    application
        .withUserConfiguration(Circle.class)
        .withBean(DataSource.class, DataSourcesTest::h2)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              execute(context.getBean(DataSource.class), "CREATE TABLE late (id INT)");
              assertSpans(context).containsExactly("CREATE TABLE late");
            });

    assertThat(output).doesNotContain("is not traced");
  }

  @Test
  void tracer_madeOfWhatNeedsAFinalDataSource_starts_andThatIsTold(CapturedOutput output) {
    application
        .withUserConfiguration(Circle.class)
        .withBean("final", DataSource.class, Final::new)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context.getBean(DataSource.class)).isInstanceOf(Final.class);
            });

    assertThat(output).contains("The data source 'final' is not traced: ");
  }

  @Test
  void tracer_isClosedAfterWhoUsesConnections() {
    InMemoryExporter spans = InMemoryExporter.create();
    application
        .withBean(UsesInTheEnd.class)
        .withBean("h2", DataSource.class, DataSourcesTest::h2)
        .withBean("last", InMemoryExporter.class, () -> spans)
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(spans.spans()).extracting(SpanData::name).containsExactly("CREATE TABLE ended");
  }

  /** Is made before the tracer. */
  record UsesInTheEnd(DataSource source) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      execute(source, "CREATE TABLE ended (id INT)");
    }
  }
}
