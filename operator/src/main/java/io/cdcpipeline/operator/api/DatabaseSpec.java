package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The database whose row changes flow through the pipeline: managed (the default) or existing. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.managed) && has(self.existing))",
    message = "database accepts managed or existing, not both")
@ValidationRule(
    value = "has(self.existing) == has(oldSelf.existing)",
    message = "database cannot switch between managed and existing: create another pipeline")
@ValidationRule(
    value =
        "has(oldSelf.managed) || !has(self.managed) ||"
            + " (quantity(self.managed.pd.storage).compareTo(quantity('2Gi')) >= 0 &&"
            + " quantity(self.managed.tikv.storage).compareTo(quantity('10Gi')) >= 0)",
    message = Rules.GROWS_SAYS)
@ValidationRule(value = Rules.NO_TLS_LATER, message = Rules.SAME_TLS_SAYS)
@SchemaCustomizer(value = ListMap.class, input = "users:name")
@ValidationRule(value = Rules.MANAGED_DATABASE_STAYS, message = Rules.MANAGED_STAYS_SAYS)
public record DatabaseSpec(
    @JsonPropertyDescription("A TiDB cluster created for this pipeline.") @Nullable
        ManagedDatabase managed,
    @JsonPropertyDescription("An existing TiDB cluster, instead of managed.")
        ExistingDatabase existing,
    @JsonPropertyDescription("Schema to create before the changefeed starts.") @Nullable
        SchemaSpec schema,
    @JsonPropertyDescription("SQL users to create.") @Size(max = 64) List<DatabaseUser> users) {}
