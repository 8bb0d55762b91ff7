package podium.dashboard.h2;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.BoardDamagedException;
import podium.dashboard.domain.BoardUnavailableException;
import podium.dashboard.domain.OtherProjectorException;
import podium.dashboard.domain.UnfitRowsException;
import podium.dashboard.domain.UnusableBoardException;

/** What an exception out of the database means for the board. */
final class Faults {
  /** Of the file store: it may be otherwise later, or once it is opened anew. */
  private static final Set<Integer> PASSING_IN_STORE =
      Set.of(DataUtils.ERROR_WRITING_FAILED, DataUtils.ERROR_CLOSED, DataUtils.ERROR_FILE_LOCKED);

  private static final Set<Integer> PASSING =
      Set.of(
          ErrorCode.IO_EXCEPTION_1,
          ErrorCode.IO_EXCEPTION_2,
          ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.OBJECT_CLOSED,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
          ErrorCode.DATABASE_ALREADY_OPEN_1,
          ErrorCode.CONNECTION_BROKEN_1,
          ErrorCode.LOCK_TIMEOUT_1,
          ErrorCode.DEADLOCK_1);

  private static final int LOGIN_TIMEOUT = 8001;

  private Faults() {}

  /** Of a read: what cannot be read is damaged, unless it cannot be reached. */
  static RuntimeException ofReading(Throwable e) {
    return known(e).orElseGet(() -> new BoardDamagedException(e));
  }

  /** Of a write: rows may also be refused for what stands in them. */
  static RuntimeException ofWriting(Throwable e) {
    return known(e)
        .orElseGet(
            () ->
                unfit(e)
                    ? new UnfitRowsException("it cannot be stored: " + text(e), e)
                    : new BoardDamagedException(e));
  }

  static boolean heldByAnother(Throwable e) {
    return codes(e).anyMatch(code -> code == ErrorCode.DATABASE_ALREADY_OPEN_1);
  }

  private static Optional<RuntimeException> known(Throwable e) {
    if (e instanceof BoardUnavailableException
        || e instanceof BoardDamagedException
        || e instanceof UnusableBoardException
        || e instanceof OtherProjectorException
        || e instanceof BadQueryException) {
      return Optional.of((RuntimeException) e);
    }
    if (chain(e).anyMatch(OutOfMemoryError.class::isInstance)
        || codes(e).anyMatch(code -> code == ErrorCode.OUT_OF_MEMORY)) {
      return Optional.of(
          new BoardUnavailableException(
              "there is too little memory for the board; it is tried again. Give more with"
                  + " PODIUM_JAVA_OPTS=-Xmx2g",
              e));
    }
    return passing(e)
        ? Optional.of(
            new BoardUnavailableException(
                ("the board's files cannot be written or read now (%s); it is tried again. See to"
                        + " space, rights and disk")
                    .formatted(text(e)),
                e))
        : Optional.empty();
  }

  private static boolean passing(Throwable e) {
    Optional<Integer> inStore =
        chain(e)
            .flatMap(at -> at instanceof MVStoreException store ? Stream.of(store) : Stream.of())
            .map(MVStoreException::getErrorCode)
            .findFirst();
    // why: H2 tells a read of what is not there and a write without room by one code
    return inStore
        .map(PASSING_IN_STORE::contains)
        .orElseGet(
            () -> codes(e).anyMatch(code -> PASSING.contains(code) || code == LOGIN_TIMEOUT));
  }

  private static boolean unfit(Throwable e) {
    return chain(e)
        .flatMap(at -> at instanceof SQLException sql ? Stream.of(sql) : Stream.of())
        .map(sql -> Optional.ofNullable(sql.getSQLState()).orElse(""))
        .findFirst()
        .map(state -> state.startsWith("22") || state.startsWith("23"))
        .orElse(true);
  }

  private static Stream<Integer> codes(Throwable e) {
    return chain(e)
        .flatMap(
            at -> at instanceof SQLException sql ? Stream.of(sql.getErrorCode()) : Stream.of());
  }

  private static Stream<Throwable> chain(Throwable e) {
    return Stream.iterate(Optional.of(e), Optional::isPresent, at -> at.flatMap(Faults::cause))
        .map(Optional::orElseThrow)
        .limit(50);
  }

  private static Optional<Throwable> cause(Throwable e) {
    return Optional.ofNullable(e.getCause());
  }

  /** The first line of what H2 or Java said. */
  static String text(Throwable e) {
    Throwable told =
        chain(e)
            .filter(IOException.class::isInstance)
            .findFirst()
            .or(() -> chain(e).filter(SQLException.class::isInstance).findFirst())
            .orElse(e);
    return Optional.ofNullable(told.getMessage())
        .orElse(told.toString())
        .lines()
        .findFirst()
        .map(line -> line.length() > 300 ? line.substring(0, 300) + "…" : line)
        .orElse("");
  }
}
