package podium.protocol.report;

/** How far an attempt is within an epoch: ephemeral, never in the event log. */
public record Progress(
    String trial,
    int attempt,
    String worker,
    String slot,
    int epoch,
    int epochs,
    int step,
    int steps,
    double imagesPerSecond) {}
