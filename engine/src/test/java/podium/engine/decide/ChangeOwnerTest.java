package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Memory;
import podium.protocol.codec.PlainCodec;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.OwnerShare;
import podium.protocol.request.Action;

/** What people give owners of experiments in the place of what the settings say. */
final class ChangeOwnerTest {
  private final Given given = new Given();

  private static DecisionSettings owners(int slots) {
    return DecisionSettings.DEFAULT.withOwners(Map.of("ada", new OwnerShare(slots, 1)));
  }

  private long placed() {
    return given.all(Event.TrialPlaced.class).size();
  }

  private Optional<Event> give(int slots) {
    return given.act(new Action.ChangeOwner("ada", Optional.of(slots), Optional.empty()));
  }

  @Test
  void changeOwner_moreSlots_letsHerTrialsOnAtOnce() {
    given.reign(owners(1));
    given.submit(Given.owned(Given.spec("e", 0, "resnet18", "vgg16", "alexnet"), "ada"));
    given.worker("w", "i", "cpu:0", "cpu:1", "cpu:2");
    assertThat(placed()).isEqualTo(1);
    give(2);
    assertThat(placed()).isEqualTo(2);
    assertThat(given.state.settings().share("ada")).isEqualTo(new OwnerShare(2, 1));
    given.act(new Action.ChangeOwner("ada", Optional.empty(), Optional.of(2.5)));
    assertThat(given.state.settings().share("ada")).isEqualTo(new OwnerShare(2, 2.5));
  }

  @Test
  void changeOwner_nextTerm_standsUntilTheSettingsSayOtherwiseThanBefore() {
    given.reign(owners(1));
    give(2);
    given.reign(owners(1));
    assertThat(given.state.settings().share("ada").slots()).isEqualTo(2);
    give(3);
    given.reign(owners(1));
    assertThat(given.state.settings().share("ada").slots()).isEqualTo(3);
    given.reign(owners(4));
    assertThat(given.state.settings().share("ada").slots()).isEqualTo(4);
    given.reign(owners(1));
    assertThat(given.state.settings().share("ada").slots()).isEqualTo(1);
  }

  @Test
  void changeOwner_remembered_isWhatWasGiven() {
    given.reign(owners(1));
    give(2);
    byte[] json = PlainCodec.encode(Memory.of(given.state));
    assertThat(PlainCodec.decode(json, Memory.class).restored().snapshot())
        .isEqualTo(given.state.snapshot());
  }

  @Test
  void changeOwner_whomNobodyKnows_isRefused() {
    given.reign(owners(1));
    assertThat(given.act(new Action.ChangeOwner("adda", Optional.of(1), Optional.empty())))
        .get()
        .isInstanceOfSatisfying(
            Event.RequestRejected.class,
            it ->
                assertThat(it.reasons().getFirst())
                    .startsWith("no experiment is of adda, and no settings name it")
                    .contains("ada"));
  }
}
