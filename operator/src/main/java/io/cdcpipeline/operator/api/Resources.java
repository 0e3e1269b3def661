package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** CPU and memory a container asks for and may use, as in a pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "[has(self.requests) ? self.requests : {}, has(self.limits) ? self.limits : {}].all(m,"
            + " m.all(k, k.matches('^[A-Za-z0-9]([-A-Za-z0-9_./]{0,315}[A-Za-z0-9])?$') &&"
            + " isQuantity(string(m[k])) && !string(m[k]).startsWith('-')))",
    message = "must be amounts such as cpu: 250m and memory: 512Mi, never negative")
@ValidationRule(
    value =
        "!has(self.requests) || !has(self.limits) || self.requests.all(k, !(k in self.limits) ||"
            + " quantity(string(self.requests[k])).compareTo(quantity(string(self.limits[k]))) <="
            + " 0)",
    message = "requests cannot be more than limits")
public record Resources(
    @JsonPropertyDescription("Guaranteed amounts, e.g. cpu: 250m, memory: 512Mi.") @Size(max = 4)
        Map<String, Quantity> requests,
    @JsonPropertyDescription("Upper bounds; memory above its limit kills the container.")
        @Size(max = 4)
        Map<String, Quantity> limits) {}
