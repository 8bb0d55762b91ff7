package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.cli.node.ModelParts;
import podium.protocol.codec.RequestCodec;
import podium.protocol.request.Request.Reading;

final class SchemaWriterTest {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(SchemaWriter.schema());

  @Test
  void schema_committed_isWhatTheCodeSays() {
    assertThat(Home.generated("docs/experiment.schema.json", old -> SchemaWriter.schema()))
        .isEqualTo(SchemaWriter.schema());
  }

  @Test
  void schema_thatTheBoardServes_isTheSame() {
    String served = "dashboard/src/main/resources/podium/dashboard/http/experiment.schema.json";
    assertThat(Home.generated(served, old -> SchemaWriter.schema()))
        .isEqualTo(SchemaWriter.schema());
  }

  @Test
  void recipes_committed_isWhatTheCodeSays() {
    String recipes = Home.generated("docs/recipes.md", RecipeTable::replaceIn);
    assertThat(RecipeTable.replaceIn(recipes)).isEqualTo(recipes);
  }

  @Test
  void models_committed_areWhatTheCodeSays() {
    String models = Home.generated("docs/models.md", ModelList::replaceIn);
    assertThat(ModelList.replaceIn(models)).isEqualTo(models);
  }

  @Test
  void modelsPage_namesEveryModel() {
    assertThat(Home.read("docs/models.md"))
        .contains(
            ModelParts.lines(List.of(), 10, Optional.empty()).stream()
                .map(model -> "`" + model.label() + "`")
                .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'experiment':'a','dataset':'digits','matrix':{'model':['resnet18']}",
        "'experiment':'a','dataset':'digits','matrix':{'model':'resnet18','seed':[1,2]}",
        "'experiment':'a','dataset':'digits','matrix':{'model':['m'],'mean':[0.5,0.5,0.5]}",
        "'experiment':'a','dataset':'digits','matrix':{'model':['m'],'std':[[0.5,1,1],[]]}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m'],'recipe.learningRate':[0.1,1]}",
        "'experiment':'a','dataset':'d','matrix':{'model':{'name':'inception_v3','batchNorm':false}}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m',{'name':'n','w':1.4,'k':'x'}]}",
        "'experiment':'a','dataset':'d','matrix':{'model':['mobilenet_v2(widthMultiplier=1.4)']}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':{'schedule':'cosine'}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'limits':{'wallSeconds':9}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'limits':{'epochSeconds':9}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'stopping':{'rule':'median','minEpochs':3,'minTrials':5}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'stopping':{'rule':'asha','eta':4,'maxEpochs':27}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':{'labelSmoothing':0.1,'clipNorm':1,'validationShare':0.5}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'resources':{'device':'cuda'}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'tags':['x'],'key':'k','owner':''",
        "'experiment':'a','dataset':'d','matrix':{'model':'m','seed':[1.0,2e1]},'recipe':{'epochs':3.0},'priority':-1e1,'limits':{'trainImages':60.0}",
        "'experiment':'a','dataset':'d','matrix':{'model':'m'},'zip':{'seed':[1,2,3],'recipe.epochs':[3,3,4]}",
        "'experiment':'a','dataset':'d','zip':[{'model':['m','n'],'mean':[[0,0,0],[1,1,1]]},{'seed':[1,2]}]",
        "'experiment':'a','dataset':'d','matrix':{'model':['m','n'],'seed':[1,2]},'exclude':[{'model':'m','seed':2.0}]",
        "'experiment':'a','dataset':'d','matrix':{'model':'m'},'include':[{'seed':7,'epochs':3},{'model':{'name':'n','w':1}}],'exclude':[]",
        "'experiment':'a','dataset':'d','include':[{'model':'m','mean':[]}]",
        "'experiment':'a','dataset':'d','include':{'model':'m'}"
      })
  void document_good_isTakenByBoth(String fields) {
    String json = json(fields);
    assertThat(schemaTakes(json)).as(json).isTrue();
    assertThat(codecTakes(json)).as(json).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'experiment':'a','dataset':'d'",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'stopping':{'rule':'hyperband'}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'stopping':{'rule':'asha','eta':1}",
        "'experiment':'a','dataset':'d','matrix':{'seed':[1]}",
        "'experiment':'a','dataset':'d','matrix':{'seed':[1]},'include':[{'model':'m'}]",
        "'experiment':'a','dataset':'d','include':[]",
        "'experiment':'a','dataset':'d','include':[{'model':'m'},{'seed':2}]",
        "'experiment':'a','dataset':'d','zip':{'seed':[1,2]}",
        "'experiment':'a','dataset':'d','matrix':{'model':'m'},'zip':{'colour':[1]}",
        "'experiment':'a','dataset':'d','matrix':{'model':'m'},'zip':[{}]",
        "'experiment':'a','dataset':'d','matrix':{'model':['m','n']},'exclude':[{'model':['m']}]",
        "'experiment':'a','dataset':'d','matrix':{'model':['m','n']},'exclude':['m']",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'include':[{'epochs':1.5}]",
        "'experiment':'A b','dataset':'d','matrix':{'model':['m']}",
        "'experiment':1,'dataset':'d','matrix':{'model':['m']}",
        "'experiment':'a','dataset':'d','matrix':{'model':[]}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m','m']}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m',7]}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m(']}",
        "'experiment':'a','dataset':'d','matrix':{'model':{'batchNorm':false}}",
        "'experiment':'a','dataset':'d','matrix':{'model':{'name':'A b'}}",
        "'experiment':'a','dataset':'d','matrix':{'model':{'name':'m','a-b':1}}",
        "'experiment':'a','dataset':'d','matrix':{'model':{'name':'m','w':[1]}}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m'],'mean':[]}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m'],'mean':[0.5,0.5]}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m'],'colour':[1]}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':{'epochs':-1}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':{'epochs':1.5}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':{'nesterov':1}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':{'optimizer':'lion'}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':{'mean':[1,2]}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':[]",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'priority':5000",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'tags':'x'",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'limits':{'trainImages':'all'}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'limits':{'epochSeconds':-1}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':{'labelSmoothing':1}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':{'clipNorm':-1}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'recipe':{'validationShare':0.6}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'resources':{'device':'tpu'}",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'path':'/etc'",
        "'experiment':'a','dataset':'d','matrix':{'model':['m']},'version':2"
      })
  void document_bad_isRefusedByBoth(String fields) {
    String json = json(fields);
    assertThat(schemaTakes(json)).as(json).isFalse();
    assertThat(codecTakes(json)).as(json).isFalse();
  }

  private static String json(String fields) {
    return ("{" + fields + "}").replace('\'', '"');
  }

  private static boolean schemaTakes(String json) {
    return SCHEMA.validate(json, InputFormat.JSON).isEmpty();
  }

  private static boolean codecTakes(String json) {
    return RequestCodec.read(json.getBytes(StandardCharsets.UTF_8), Optional.empty())
        instanceof Reading.Understood;
  }
}
