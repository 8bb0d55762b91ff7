package podium.dashboard.domain;

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
   */
  void commit(Batch batch);

  /** Throws every row away and begins anew with a log, under a new generation. */
  void rebuild(LogId log);
}
