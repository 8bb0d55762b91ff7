package podium.engine.violation;

import java.util.concurrent.ExecutorService;
import podium.protocol.message.SchedulerMessage;

/** Breaks rules on purpose: a core with threads that speaks to actors. */
public record ThreadsInTheCore(ExecutorService threads, SchedulerMessage message) {}
