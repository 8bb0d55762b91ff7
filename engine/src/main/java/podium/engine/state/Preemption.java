package podium.engine.state;

import java.time.Instant;
import podium.protocol.id.TrialId;

/**
 * That an attempt is to make way.
 *
 * @param inFavourOf the trial that waits for its slot
 * @param since when it was said
 */
public record Preemption(TrialId inFavourOf, Instant since) {}
