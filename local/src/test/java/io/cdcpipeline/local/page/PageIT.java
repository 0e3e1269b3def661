package io.cdcpipeline.local.page;

import static io.cdcpipeline.local.page.ScriptedSource.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.testkit.requirement.Requirement;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees and does on the page, in a real Chromium whose clock is Tokyo's. */
@Requires(Requirement.CHROMIUM)
class PageIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String READY =
      """
      {'phase': 'Running',
       'conditions': [{'type': 'Ready', 'status': 'True', 'reason': 'Ready', 'message': 'every stage is ready and data flows'},
                      {'type': 'SearchReady', 'status': 'True', 'reason': 'Ready'}],
       'hops': [{'name': 'database', 'lagSeconds': 0}, {'name': 'changefeed', 'lagSeconds': 0},
                {'name': 'kafka', 'lagSeconds': 5}, {'name': 'consumer', 'lagSeconds': 5},
                {'name': 'search', 'lagSeconds': 30}],
       'audit': {'verifiedUntil': '2026-11-29T06:20:00Z', 'missing': 0, 'surplus': 0, 'unverified': 0}}
      """;
  private static final String LATE =
      """
      {'phase': 'Degraded',
       'conditions': [{'type': 'Ready', 'status': 'False', 'reason': 'HopLagging', 'message': 'search is 3 minutes behind'}],
       'hops': [{'name': 'database', 'lagSeconds': 0}, {'name': 'changefeed', 'lagSeconds': 0},
                {'name': 'kafka', 'lagSeconds': 0}, {'name': 'consumer', 'lagSeconds': 0},
                {'name': 'search', 'lagSeconds': 180, 'since': '2026-11-29T06:20:00Z'}],
       'audit': {'verifiedUntil': '2026-11-29T06:20:00Z', 'missing': 7, 'surplus': 0, 'unverified': 6}}
      """;

  private static Browser browser;

  private final ScriptedSource source = new ScriptedSource();
  private PageServer server;
  private Tab tab;

  @BeforeAll
  static void startBrowser() throws IOException {
    browser = Browser.start(LocalServers.ofThisFork("chromium"));
  }

  @AfterAll
  static void stopBrowser() {
    browser.close();
  }

  @BeforeEach
  void serve() throws IOException {
    source.status(READY);
    source.counters(Map.of("cdc_dead_letters_total", 0.0, "cdc_missed_records_total", 0.0));
    insert(1, "Ada");
    server = PageServer.start(source);
  }

  @AfterEach
  void close() {
    server.close();
    if (tab != null) {
      assertThat(tab.errors()).isEmpty();
      tab.close();
    }
  }

  private void insert(int id, String name) {
    source.event(
        "{'@timestamp': '2026-11-29T06:24:30.120Z', 'op': 'INSERT', 'database': 'shop', 'table':"
            + " 'customers', 'data': {'id': '%d', 'name': '%s'}}".formatted(id, name));
  }

  private void open() {
    open(1280, 900, "");
  }

  private void open(int width, int height, String query) {
    tab = browser.open(server.url() + query, width, height);
    await().atMost(LONG).until(() -> rows() > 0 || !tab.text("#problems").isEmpty());
  }

  private int rows() {
    return tab.value("document.querySelectorAll('#events tr').length").asInt();
  }

  private void awaitTrue(Callable<Boolean> condition) {
    await().atMost(LONG).until(condition);
  }

  @Test
  void showsEachHopAndWhatTheAuditFound() {
    open();
    assertThat(tab.text("#hops")).contains("database", "in step", "kafka", "5 s behind", "30 s");
    assertThat(tab.text("#audit")).contains("15:20:00: 0 missing");
    assertThat(tab.text("#ready")).isEqualTo("Running: every stage is ready and data flows");

    source.status(LATE);
    awaitTrue(() -> tab.text("#hops li.bad").contains("3 min behind"));
    assertThat(tab.text("#hops li.bad")).startsWith("search").contains("since");
    assertThat(tab.text("#audit")).contains("7 missing", "6 not verified");
    assertThat(tab.text("#ready")).isEqualTo("Degraded: search is 3 minutes behind");
  }

  @Test
  void countsAreThoseOfTheIndexAndOfTheConsumer() {
    source.event(UPDATE);
    source.counters(Map.of("cdc_dead_letters_total", 3.0));
    open();
    assertThat(tab.text("#numbers").replaceAll("\\s+", " "))
        .isEqualTo(
            "events in the index 2 per second, last minute 0 dead letters 3 records missed 0");
    assertThat(tab.text("#legend").replaceAll("\\s+", " "))
        .isEqualTo("insert 1 50.0 % update 1 50.0 %");
    assertThat(tab.text("#numbers dd.bad")).isEqualTo("3");
  }

  /** Old rows are not shown as if they were new: the page says what failed, and since when. */
  @Test
  void aFailingSearchIsNamedWithTheAgeOfWhatIsShown() {
    open();
    source.failure("Elasticsearch does not respond: Connection refused");
    awaitTrue(() -> tab.text("#problems").contains("Connection refused"));
    assertThat(tab.text("#problems"))
        .startsWith("Elasticsearch cannot be read: Elasticsearch does not respond")
        .containsPattern("Events and counts below: \\d+ s old\\.");
    assertThat(tab.value("document.querySelector('#rows').className").asText()).isEqualTo("stale");
    assertThat(rows()).isEqualTo(1);

    source.failure("");
    awaitTrue(() -> tab.text("#problems").isEmpty());
    assertThat(tab.value("document.querySelector('#rows').className").asText()).isEmpty();
  }

  @Test
  void aHangingAnswerIsNamedAndRecoveredFrom() {
    open();
    CountDownLatch answer = new CountDownLatch(1);
    source.answerAfter(answer);
    awaitTrue(() -> tab.text("#problems").contains("The demo does not answer: no answer within"));
    assertThat(tab.text("#problems")).containsPattern("Everything below: \\d+ s old");
    answer.countDown();
    awaitTrue(() -> tab.text("#problems").isEmpty());
  }

  @Test
  void aStoppedDemoIsNamed() {
    open();
    server.close();
    awaitTrue(() -> tab.text("#problems").contains("it was stopped, or its process ended"));
    assertThat(rows()).isEqualTo(1);
  }

  private static final String UPDATE =
      "{'@timestamp': '2026-11-29T06:24:31Z', 'op': 'UPDATE', 'database': 'shop', 'table':"
          + " 'customers', 'data': {'id': '1', 'name': 'Eve', 'email': null}, 'old': {'id': '1',"
          + " 'name': 'Ada', 'email': null}}";

  @Test
  void anUpdateShowsOldAndNewInLocalTime() {
    source.event(UPDATE);
    open();
    assertThat(tab.text("#events tr td.row")).isEqualTo("id: 1, name: Ada → Eve, email: null");
    assertThat(tab.text("#events .old")).isEqualTo("Ada");
    assertThat(tab.text("#events time")).contains("15:24:31.000");
    assertThat(tab.text("#time")).isEqualTo("Time (GMT+9)");
  }

  @Test
  void filtersAreSearchedInElasticsearchAndKeptInTheAddress() {
    source.event(UPDATE);
    open();
    tab.value("document.querySelector('#op').focus()");
    choose("op", "update");
    awaitTrue(() -> rows() == 1 && tab.text("#events td.op").equals("update"));
    assertThat(tab.text("#selected")).isEqualTo("1 matches");
    choose("table", "shop.orders");
    tab.value("document.querySelector('#text').focus()");
    tab.type("Ev");
    awaitTrue(() -> source.lastSearch().toString().contains("\"Ev\""));
    assertThat(source.lastSearch().at("/post_filter/bool/filter").toString())
        .contains("{\"term\":{\"database\":\"shop\"}}", "{\"term\":{\"table\":\"orders\"}}")
        .contains("{\"term\":{\"op\":\"UPDATE\"}}", "{\"prefix\":{\"data\":\"Ev\"}}");
    assertThat(tab.value("location.search").asText())
        .isEqualTo("?text=Ev&table=shop.orders&op=update");
    tab.close();
    open(1280, 900, "?text=Ev&table=shop.orders&op=update");
    assertThat(tab.value("[text.value, table.value, op.value].join()").asText())
        .isEqualTo("Ev,shop.orders,update");
  }

  private void choose(String id, String value) {
    tab.value(
        "document.querySelector('#%1$s').value = '%2$s'; document.querySelector('#%1$s').dispatchEvent(new Event('change'))"
            .formatted(id, value));
  }

  @Test
  void aPausedTableStaysAndSaysHowManyCame() {
    open();
    tab.value("document.querySelector('#pause').click()");
    insert(2, "Ben");
    insert(3, "Cleo");
    awaitTrue(() -> tab.text("#selected").equals("paused, 2 more since"));
    assertThat(rows()).isEqualTo(1);
    tab.value("document.querySelector('#pause').click()");
    awaitTrue(() -> rows() == 3);
    assertThat(tab.text("#events tr td.row")).isEqualTo("id: 3, name: Cleo");
  }

  @Test
  void aSelectionSurvivesNewRows() {
    open();
    tab.value("getSelection().selectAllChildren(document.querySelector('#events td.row'))");
    insert(2, "Ben");
    awaitTrue(() -> rows() == 2);
    assertThat(tab.value("getSelection().toString()").asText()).isEqualTo("id: 1, name: Ada");
  }

  @Test
  void whatIsInARowIsTextAndNeverMarkup() {
    source.event(
        "{'@timestamp': '2026-11-29T06:24:31Z', 'op': 'INSERT', 'database': 'shop', 'table':"
            + " '<b>t</b>', 'data': {'<i>c</i>': '<img src=x onerror=alert(1)>'}}");
    open();
    assertThat(tab.text("#events td.row")).isEqualTo("<i>c</i>: <img src=x onerror=alert(1)>");
    assertThat(tab.value("document.querySelectorAll('#events img, #events b, #events i').length"))
        .isEqualTo(json("0"));
    assertThat(
            tab.value(
                "performance.getEntriesByType('resource').every(r =>"
                    + " r.name.startsWith(location.origin))"))
        .isEqualTo(json("true"));
  }

  @Test
  void everythingIsReachedByKeyboard() {
    open();
    StringBuilder reached = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      tab.press("Tab", "");
      reached.append(tab.value("document.activeElement.id || document.activeElement.className"));
    }
    assertThat(reached.toString().replaceAll("\"+", " ").strip())
        .isEqualTo("text table op pause scroll");
    tab.value("pause.focus()");
    tab.press(" ", " ");
    awaitTrue(() -> tab.value("pause.getAttribute('aria-pressed')").asText().equals("true"));
    assertThat(tab.value("document.querySelector('#ready').getAttribute('role')").asText())
        .isEqualTo("status");
  }

  @Test
  void aPhoneShowsTheStatusFirstAndNothingBeyondItsEdge() {
    source.event(UPDATE);
    open(390, 844, "");
    assertThat(tab.value("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
    assertThat(tab.value("rows.getBoundingClientRect().top > pie.getBoundingClientRect().bottom"))
        .isEqualTo(json("true"));
    assertThat(
            tab.value("document.querySelector('#events td.row').getBoundingClientRect().width")
                .asInt())
        .isGreaterThan(300);
    assertThat(tab.text("#events tr")).contains("shop.customers", "Ada → Eve");
  }

  @Test
  void aUuidStaysOnOneLine() {
    insert(2, "0b1d6a52-5d8e-4f0c-9f5e-2a7c1d3e4f60', 'note': '" + "a long note ".repeat(20));
    open(390, 844, "");
    var broken = "[...document.querySelectorAll('.short')].some(v => v.getClientRects()[1])";
    assertThat(tab.value(broken)).isEqualTo(json("false"));
  }

  /** WCAG 2.2 AA: 4.5 to 1. */
  @Test
  void allTextHasEnoughContrastInLightAndDark() throws IOException {
    source.event(UPDATE);
    source.status(LATE);
    source.counters(Map.of("cdc_dead_letters_total", 3.0));
    open();
    String contrast = Files.readString(Path.of("src/test/resources/page/contrast.js"));
    for (String scheme : new String[] {"light", "dark"}) {
      tab.colorScheme(scheme);
      assertThat(tab.value(contrast)).as(scheme).isEmpty();
    }
  }
}
