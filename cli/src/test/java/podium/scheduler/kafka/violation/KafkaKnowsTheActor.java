package podium.scheduler.kafka.violation;

import podium.scheduler.actor.Ports;

/** Breaks rules on purpose: an adapter that knows another one. */
public record KafkaKnowsTheActor(Ports ports) {}
