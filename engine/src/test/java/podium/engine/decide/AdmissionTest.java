package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.protocol.event.Event;
import podium.protocol.event.Slot;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Fault;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.experiment.Search;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.NodeAddress;
import podium.protocol.request.Request.Needs;
import podium.protocol.request.Request.Reading;

final class AdmissionTest {
  private static final Catalog OWN =
      Catalog.BUILT_IN.plus(
          new Catalog(
              List.of(
                  new Catalog.Model(
                      "my_net",
                      8,
                      16,
                      List.of(new Field("width", new Field.Decimal(0.5, 2), 1.0, "", "")))),
              List.of()));

  private final Given given = new Given();

  @Test
  void model_everyReason_isToldAtOnce() {
    ExperimentSpec spec =
        of(
            Map.of(
                "model",
                List.of(
                    "nobody(depth=1)", "my_net(width=3;depth=1)", "inception_v3(batchNorm=false)"),
                "imageSize",
                List.of(64L)),
            List.of());
    assertThat(Admission.reasonsAgainst(spec, OWN))
        .extracting(Fault::text)
        .satisfiesExactly(
            reason ->
                assertThat(reason)
                    .startsWith("matrix.model is nobody(depth=1); known here: airbench, alexnet, "),
            reason ->
                assertThat(reason)
                    .isEqualTo("matrix.model.depth is not an option of my_net; it has width"),
            reason ->
                assertThat(reason)
                    .isEqualTo("matrix.model.width is 3; allowed: a number from 0.5 to 2.0"),
            reason ->
                assertThat(reason)
                    .isEqualTo("recipe.imageSize is 64; inception_v3 needs at least 75"));
  }

  @Test
  void imageSize_belowTheSmallest_isToldBesideWhatCouldNotBeRead() {
    when(OWN);
    given.when(
        given.request(
            new Reading.Refused(
                List.of(
                    new Fault(
                        "recipe.epochs",
                        "recipe.epochs is -1; allowed: a whole number from 1 to 100000")),
                0,
                new Needs(
                    Optional.of("digits"),
                    "none",
                    List.of(
                        new Needs.Use("matrix.model[0]", "alexnet", 0),
                        new Needs.Use("matrix.model[0]", "alexnet", 32))))));
    assertThat(given.last(Event.RequestRejected.class).reasons())
        .containsExactly(
            "recipe.epochs is -1; allowed: a whole number from 1 to 100000",
            "recipe.imageSize is 32; alexnet needs at least 63");
  }

  @Test
  void imageSize_tooSmallInAnExcludedCombinationAlone_isAccepted() {
    when(OWN);
    Map<String, List<Object>> matrix =
        Map.of("model", List.of("alexnet", "resnet18"), "imageSize", List.of(32L, 64L));
    given.submit(of(matrix, List.of(Map.of("model", "alexnet", "imageSize", 32L))));
    assertThat(given.last(Event.ExperimentAccepted.class).trials()).hasSize(3);
  }

  @Test
  void exclude_ofAWorkersOwnModelInAnotherForm_isMatched() {
    when(OWN);
    Map<String, List<Object>> matrix = Map.of("model", List.of("my_net", "resnet18"));
    given.submit(of(matrix, List.of(Map.of("model", "my_net"))));
    assertThat(given.last(Event.ExperimentAccepted.class).trials())
        .singleElement()
        .satisfies(trial -> assertThat(trial.assignment()).containsEntry("model", "resnet18"));
  }

  @Test
  void names_nearlyRight_areAskedAbout() {
    Catalog catalog =
        OWN.plus(
            new Catalog(
                List.of(),
                List.of(new Catalog.Dataset("flowers", 0)),
                List.of(new Catalog.Weights("imagenet", "resnet18"))));
    Needs needs =
        new Needs(
            Optional.of("flower"),
            "imagnet",
            List.of(
                new Needs.Use("matrix.model[0]", "resnet18", 0),
                new Needs.Use("include[1].model", "resent50", 0)));
    assertThat(Admission.reasonsAgainst(needs, catalog))
        .satisfiesExactly(
            fault ->
                assertThat(fault)
                    .isEqualTo(
                        new Fault(
                            "dataset",
                            "dataset is flower; did you mean flowers? Known here: cifar10, digits,"
                                + " flowers")),
            fault ->
                assertThat(fault.text())
                    .startsWith("pretrained is imagnet, but no worker has imagnet/resnet18;")
                    .contains("did you mean imagenet/resnet18?"),
            fault -> {
              assertThat(fault.path()).isEqualTo("include[1].model");
              assertThat(fault.text())
                  .startsWith("include[1].model is resent50; did you mean resnet50? Known here: ");
            });
  }

  @Test
  void model_ofAWorkersOwn_isAcceptedInItsOneForm() {
    when(OWN);
    given.submit(Given.spec("mine", 0, "my_net(width=2)", "my_net(width=1.0)"));
    assertThat(given.last(Event.ExperimentAccepted.class).trials())
        .extracting(TrialEntry::assignment)
        .extracting(assignment -> assignment.get("model"))
        .containsExactly("my_net(width=2.0)", "my_net");
  }

  @Test
  void model_twiceInTwoForms_isRejected() {
    when(OWN);
    given.submit(Given.spec("mine", 0, "my_net", "my_net(width=1)"));
    assertThat(given.last(Event.RequestRejected.class).reasons())
        .containsExactly("matrix.model names a model twice; each once, with its options");
  }

  @Test
  void trial_withOptions_isPlacedWhereTheModelHasThem() {
    when(
        new Catalog(
            List.of(new Catalog.Model("mobilenet_v2", 32, 32)), Catalog.BUILT_IN.datasets()));
    given.submit(Given.spec("mine", 0, "mobilenet_v2(widthMultiplier=1.4)"));
    assertThat(given.all(Event.TrialPlaced.class)).isEmpty();

    given.worker("new", "j", "cpu:0");

    assertThat(given.last(Event.TrialPlaced.class).lead().worker()).isEqualTo("new");
  }

  private void when(Catalog catalog) {
    given.when(
        new Command.Register(
            "old",
            "i",
            "host",
            List.of(new Slot("cpu:0", "")),
            catalog,
            "shared",
            List.of(),
            NodeAddress.UNKNOWN,
            0));
  }

  private static ExperimentSpec of(
      Map<String, List<Object>> matrix, List<Map<String, Object>> exclude) {
    return new ExperimentSpec(
        "mine",
        Optional.empty(),
        "digits",
        matrix,
        List.of(),
        exclude,
        List.of(),
        Search.GRID,
        Recipe.defaults(),
        "none",
        Resources.ANY,
        0,
        false,
        "",
        Limits.NONE,
        List.of(),
        Stopping.NONE);
  }
}
