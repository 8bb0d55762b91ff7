package podium.protocol.experiment;

/** What a trial asks of a slot. */
public record Resources(Device device) {
  /** Any one slot. */
  public static final Resources ANY = new Resources(Device.ANY);
}
