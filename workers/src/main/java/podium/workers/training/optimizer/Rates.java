package podium.workers.training.optimizer;

/**
 * What a schedule gives for a step; immutable.
 *
 * @param learningRate of all parameters, which those with a rate of their own have in proportion
 * @param firstLayer the same as the first layer has it; 0 once it is no longer trained
 */
public record Rates(double learningRate, double firstLayer) {}
