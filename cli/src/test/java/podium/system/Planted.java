package podium.system;

import akka.actor.AbstractActor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An actor that somebody wants to live in another's process: it leaves a file there. */
final class Planted extends AbstractActor {
  private static final String FILE = "planted";

  /** Where processes of a folder have it, once it lives in one of them. */
  static Path mark(Path folder) {
    return folder.resolve(FILE);
  }

  @Override
  public void preStart() {
    try {
      Files.writeString(mark(Path.of(System.getProperty("java.io.tmpdir"))), "I am in");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder().build();
  }
}
