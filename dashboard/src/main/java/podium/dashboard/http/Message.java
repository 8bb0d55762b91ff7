package podium.dashboard.http;

/**
 * One server-sent event.
 *
 * @param id place in the log to go on from; empty when the browser must not remember it
 */
record Message(String event, String data, String id) {
  Message withId(String changed) {
    return new Message(event, data, changed);
  }
}
