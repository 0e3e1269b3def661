package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Proves by a login that Elasticsearch has the passwords of the Secrets: it loads those of ECK's
 * file realm about half a minute after they change, and an existing one changes without notice.
 */
final class SearchLogins {
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** The kubelet brings changed Secrets into a pod within two minutes. */
  private static final Duration LOADING_TIMEOUT = Duration.ofMinutes(3);

  private final BiFunction<ElasticsearchEndpoint, ConnectionGuard, ElasticsearchClient> clients;

  SearchLogins(BiFunction<ElasticsearchEndpoint, ConnectionGuard, ElasticsearchClient> clients) {
    this.clients = clients;
  }

  /** What is wrong with the first login that is not accepted; empty when all are. */
  Optional<StageStatus> check(StageContext context, List<SearchLogin> logins) {
    var problems =
        logins.stream().map(login -> check(context, login)).flatMap(Optional::stream).toList();
    return problems.stream().findFirst();
  }

  private Optional<StageStatus> check(StageContext context, SearchLogin login) {
    var credentials = login.credentials(context);
    boolean own = context.spec().search().existing() == null;
    if (own && credentials.isFirst()) {
      credentials.accept(); // Its clients start with these, and retry until they are loaded.
    }
    boolean pending = credentials.isPending();
    if (own && !pending) {
      return Optional.empty();
    }
    var guard = context.guard(own);
    var secrets = context.secrets().background();
    Answer<String> answer =
        context
            .background()
            .query(
                login.name(),
                credentials.current(),
                pending ? RETRY : Credentials.RECHECK_EXISTING,
                () -> {
                  clients.apply(login.endpoint().apply(secrets), guard).logIn();
                  return credentials.current();
                });
    if (answer.failure() != null) {
      return Optional.of(refused(login, own, answer));
    }
    if (answer.isPending()) {
      return pending ? Optional.of(loading(login)) : Optional.empty();
    }
    credentials.accept();
    return Optional.empty();
  }

  private static StageStatus refused(SearchLogin login, boolean own, Answer<?> answer) {
    boolean early = answer.at().isBefore(answer.failingSince().plus(LOADING_TIMEOUT));
    return own && early && answer.failure().reason() == Reason.AuthenticationFailed
        ? loading(login)
        : StageStatus.of(answer.failure());
  }

  private static StageStatus loading(SearchLogin login) {
    return StageStatus.progressing(
        "waiting for Elasticsearch to load the new password of " + login.user());
  }
}
