package podium.engine.worker;

import podium.protocol.report.Report;

/**
 * A report that waits for its acknowledgement.
 *
 * @param holder incarnation of the worker under which the attempt was placed
 */
public record SpooledReport(String holder, Report report) {}
