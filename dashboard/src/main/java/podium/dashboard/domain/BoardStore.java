package podium.dashboard.domain;

import java.util.Optional;
import podium.dashboard.domain.Position.LogId;

/** Where the rows are kept, written by one projector. */
public interface BoardStore {
  /** How far the rows have followed the log. */
  Position position();

  /** The rows as they are now. */
  Rows rows();

  /**
   * Writes rows, fence and offset, all or nothing.
   *
   * @throws OtherProjectorException when the stored offset is not the batch's expected one
   * @throws UnfitRowsException when what stands in the rows cannot be stored
   * @throws BoardUnavailableException when it may work later
   */
  void commit(Batch batch);

  /** Throws every row away and begins anew with a log, under a new generation. */
  void rebuild(LogId log);

  /**
   * Begins anew with a log, and keeps the former rows under another name.
   *
   * @return where they are kept
   */
  Optional<String> replace(LogId log);

  /** Closes what is open and opens it again; what is damaged begins anew. */
  void reopen();

  /**
   * Tells whether somebody who read found damage.
   *
   * @throws BoardDamagedException when the rows must be built again
   */
  void check();
}
