package io.cdcpipeline.local.kafka;

import static io.cdcpipeline.local.kafka.KafkaAdmin.get;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/** What Strimzi's user operator does in a broker: SCRAM passwords and ACLs. */
public final class KafkaUsers {
  private static final int ITERATIONS = 4096;

  private final Admin admin;

  KafkaUsers(Admin admin) {
    this.admin = admin;
  }

  /** Sets the password, and makes the ACLs exactly those of the spec. */
  public void apply(UserSpec user) {
    ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
    get(
        admin
            .alterUserScramCredentials(
                List.of(new UserScramCredentialUpsertion(user.name(), scram, user.password())))
            .all());
    Set<AclBinding> wanted =
        user.acls().stream()
            .flatMap(rule -> rule.bindings(user.name()).stream())
            .collect(Collectors.toSet());
    Set<AclBinding> obsolete = new HashSet<>(get(admin.describeAcls(aclsOf(user.name())).values()));
    obsolete.removeAll(wanted);
    get(admin.createAcls(wanted).all());
    get(admin.deleteAcls(filters(obsolete)).all());
  }

  public void remove(String name) {
    get(admin.deleteAcls(List.of(aclsOf(name))).all());
    if (get(admin.describeUserScramCredentials().users()).contains(name)) {
      get(
          admin
              .alterUserScramCredentials(
                  List.of(new UserScramCredentialDeletion(name, ScramMechanism.SCRAM_SHA_512)))
              .all());
    }
  }

  private static AclBindingFilter aclsOf(String name) {
    return new AclBindingFilter(
        ResourcePatternFilter.ANY,
        new AccessControlEntryFilter(
            "User:" + name, null, AclOperation.ANY, AclPermissionType.ANY));
  }

  private static List<AclBindingFilter> filters(Collection<AclBinding> bindings) {
    return bindings.stream().map(AclBinding::toFilter).toList();
  }
}
