package podium.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Runs the worlds of seeds; the same seed gives the same world. Stateless. */
public final class Simulation {
  private static final int MOST_CUTS = 300;

  private Simulation() {}

  /**
   * What became of a world.
   *
   * @param violations none in a sound one
   * @param seconds of virtual time that it lasted
   * @param log its records as they lay in the log at the end
   */
  public record Outcome(long seed, List<String> violations, double seconds, List<byte[]> log) {
    public Outcome {
      violations = List.copyOf(violations);
      log = List.copyOf(log);
    }
  }

  /**
   * A world that went wrong, with as little befalling it as will do.
   *
   * @param steps numbers of what befalls it
   * @param told what befalls it, and what its parts said, by the second
   */
  public record Finding(Outcome outcome, Set<Integer> steps, List<String> told) {
    public Finding {
      steps = Set.copyOf(steps);
      told = List.copyOf(told);
    }
  }

  /** Runs a seed's world to its end or its first violation. */
  public static Outcome run(long seed) {
    return outcome(seed, new World(Plan.of(seed), false).run());
  }

  /** Runs a seed's world in which only some of its disturbances happen. */
  public static Finding run(long seed, Set<Integer> steps) {
    World world = new World(Plan.of(seed).only(steps), true).run();
    return new Finding(outcome(seed, world), steps, world.story());
  }

  /** Cuts out of a seed's history what is not needed for it to go wrong, and runs the rest. */
  public static Finding shrink(long seed) {
    Plan plan = Plan.of(seed);
    List<Integer> left = new ArrayList<>(plan.steps().stream().map(Plan.Step::number).toList());
    int tries = 0;
    for (int part = (left.size() + 1) / 2; part > 0; part /= 2) {
      for (int end = left.size(); end > 0 && tries < MOST_CUTS; end -= part) {
        List<Integer> fewer = new ArrayList<>(left.subList(0, Math.max(0, end - part)));
        fewer.addAll(left.subList(Math.min(end, left.size()), left.size()));
        tries++;
        if (goesWrong(plan.only(Set.copyOf(fewer)))) {
          left = fewer;
        }
      }
    }
    return run(seed, new TreeSet<>(left));
  }

  private static boolean goesWrong(Plan plan) {
    return !new World(plan, false).run().witness().violations().isEmpty();
  }

  private static Outcome outcome(long seed, World world) {
    return new Outcome(
        seed, world.witness().violations(), world.agenda().now() / 1000.0, world.broker().log());
  }
}
