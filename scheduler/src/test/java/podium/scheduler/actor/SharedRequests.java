package podium.scheduler.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import podium.engine.Given;
import podium.engine.decide.Command;
import podium.engine.port.Intake;
import podium.protocol.event.Source;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/**
 * A requests topic of one partition for several schedulers, made anew as people do. Thread-safe.
 */
final class SharedRequests implements Intake.Factory {
  private final List<Command.OfRequests> records = new ArrayList<>();
  private final List<Intake.Begin> begins = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();
  private String id = "topic-a";

  /** Publishes an experiment; gives its offset. */
  synchronized long submit(String name) {
    long offset = records.size();
    records.add(
        new Command.TakeRequest(
            new Source("podium.requests", 0, offset),
            new Reading.Understood(new Request.Submit(Given.spec(name, 0, "resnet18"))),
            new Command.Raw("", 0, "")));
    List.copyOf(sessions).forEach(Session::deliver);
    return offset;
  }

  /** It is deleted and made anew under that id. */
  synchronized void remake(String anew) {
    records.clear();
    is(anew);
  }

  /** That is its id now, as far as anybody can see; its records stay. */
  synchronized void is(String seen) {
    id = seen;
    List.copyOf(sessions).forEach(Session::deliver);
  }

  /** Whoever reads it fails. */
  synchronized void fail() {
    for (Session session : List.copyOf(sessions)) {
      session.close();
      session.listener.onFailure(new IllegalStateException("gone"));
    }
  }

  /** Where reading began last. */
  synchronized Intake.Begin lastBegin() {
    return begins.getLast();
  }

  @Override
  public synchronized void topic(Consumer<String> found, Consumer<Exception> failed) {
    found.accept(id);
  }

  @Override
  public synchronized Intake open(Intake.Begin begin, Intake.Listener listener) {
    Session session = new Session(begin, listener);
    begins.add(begin);
    sessions.add(session);
    session.deliver();
    return session;
  }

  private final class Session implements Intake {
    private final Begin begin;
    private final Listener listener;
    private int next;
    private boolean underway;

    private Session(Begin begin, Listener listener) {
      this.begin = begin;
      this.listener = listener;
      this.next = (int) begin.of(0);
    }

    private void deliver() {
      synchronized (SharedRequests.this) {
        if (!id.isEmpty() && !id.equals(begin.topic())) {
          close();
          listener.onOtherTopic(id);
        } else if (!underway && next < records.size() && sessions.contains(this)) {
          underway = true;
          List<Command.OfRequests> rest = records.subList(next, records.size());
          next = records.size();
          listener.onRequests(new Batch(rest, this::done));
        }
      }
    }

    private void done() {
      synchronized (SharedRequests.this) {
        underway = false;
        if (sessions.contains(this)) {
          deliver();
        }
      }
    }

    @Override
    public void close() {
      synchronized (SharedRequests.this) {
        sessions.remove(this);
      }
    }
  }
}
