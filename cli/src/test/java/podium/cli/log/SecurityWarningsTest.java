package podium.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;

/** What of Akka's warnings reaches people, by the configuration that is shipped. */
final class SecurityWarningsTest {
  private static final String HANDSHAKE =
      "[outbound connection to [akka://podium@10.0.0.5:25520], %s stream] Upstream failed, cause:"
          + " SSLHandshakeException: (bad_certificate) signature check failed";

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void configure() throws Exception {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(SecurityWarnings.class.getClassLoader().getResource("logback.xml"));
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    said.start();
    root.addAppender(said);
  }

  @Test
  void warn_ofAHandshakeThatFailed_isSaidOnceForAllStreams() {
    Logger logger = context.getLogger("akka.stream.Materializer");
    assertThat(logger.isWarnEnabled()).isTrue();
    for (String stream : List.of("control", "message", "control")) {
      logger.warn(HANDSHAKE.formatted(stream));
    }
    assertThat(words()).containsExactly(HANDSHAKE.formatted("control"));
  }

  @Test
  void warn_ofWhatAkkaRefused_isSaid() {
    context
        .getLogger("akka.remote.RemoteSystemDaemon")
        .warn(MarkerFactory.getMarker("SECURITY"), "refused");
    assertThat(words()).containsExactly("refused");
  }

  @Test
  void warn_ofAConnectionThatEnded_isNot() {
    context
        .getLogger("akka.stream.Materializer")
        .warn(
            "[outbound connection to [x], control stream] Upstream failed, cause:"
                + " StreamTcpException");
    context.getLogger("akka.remote.artery.Association").warn("Outbound control stream failed");
    context.getLogger("akka.remote.artery.Association").info("SSL");
    assertThat(words()).isEmpty();
  }

  @Test
  void warn_ofEverMoreCertificates_isBounded() {
    for (int peer = 0; peer < 1000; peer++) {
      context.getLogger("akka.stream.Materializer").warn("SSLHandshakeException of " + peer);
    }
    assertThat(words()).hasSize(100);
  }

  private List<String> words() {
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
