package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A complete change-data-capture platform, from database to dashboard. */
@JsonClassDescription(CdcPipeline.DESCRIPTION)
@Group("cdcpipeline.io")
@Version("v1alpha1")
@Kind("CdcPipeline")
@Plural("cdcpipelines")
@Singular("cdcpipeline")
@ShortNames("cdcp")
@Categories("cdc")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Changefeed", jsonPath = ".status.changefeed.state")
@AdditionalPrinterColumn(
    name = "Lag",
    jsonPath = ".status.lagSeconds",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Consumers",
    jsonPath = ".status.consumer.readyReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Checkpoint",
    jsonPath = ".status.changefeed.checkpoint",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
@ValidationRule(
    value =
        "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$') && size(self.metadata.name) <="
            + " 27",
    message =
        "metadata.name must be a DNS label that starts with a letter and has at most 27 characters:"
            + " the names of its children need the rest")
public class CdcPipeline extends CustomResource<CdcPipelineSpec, CdcPipelineStatus>
    implements Namespaced {
  public static final String DESCRIPTION =
      "A change-data-capture platform: changes of tables in TiDB reach Kafka, a consumer that"
          + " counts and logs them, a search index and dashboards.";

  private static final long serialVersionUID = 1L;

  @Required
  @JsonPropertyDescription("What the pipeline should be: change this.")
  @Override
  public CdcPipelineSpec getSpec() {
    return super.getSpec();
  }

  @JsonPropertyDescription("What the pipeline is: written by the operator.")
  @Override
  public CdcPipelineStatus getStatus() {
    return super.getStatus();
  }
}
