package org.doorstep.funding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/**
 * Somebody who asks all that is open, writes the answers down as facts about how many children came to each session, and
 * deduces. The attacker knows the code, all rounding but its secrets, and which events count toward which project.
 */
final class Attack {

    private static final int FEW = 7;
    private static final int STEP = 5;
    /** Shown as hidden: few, or eight or nine that were rounded down to five. */
    private static final int MOST_HIDDEN = 9;

    private static final String SESSIONS = """
            query($filter: SessionFilter, $after: String) {
              sessions(filter: $filter, first: 100, after: $after) {
                nodes { id startsAt room capacity seatsLeft waitlistLength state event { id } station { id } }
                pageInfo { hasNextPage endCursor }
              }
            }
            """;
    private static final String OUTCOMES = """
            query($id: ID!, $from: Date, $until: Date) {
              project(id: $id) {
                none: outcomes(from: $from, until: $until) { from until total { ...figures } }
                month: outcomes(from: $from, until: $until, by: [MONTH]) { rows { ...row } }
                station: outcomes(from: $from, until: $until, by: [STATION]) { rows { ...row } }
                both: outcomes(from: $from, until: $until, by: [MONTH, STATION]) { rows { ...row } }
              }
            }
            fragment row on OutcomeRow { month station { id } figures { ...figures } }
            fragment figures on OutcomeFigures {
              sessionsHeld personTimes { value suppressed } distinctChildren { value suppressed }
            }
            """;

    /** A session that is over, as anyone finds it. */
    record Seen(
            String id,
            String event,
            String station,
            String month,
            int room,
            int capacity,
            @Nullable Integer seatsLeft,
            @Nullable Integer waitlistLength) {}

    /** Children in a set of sessions. */
    record DistinctOf(Set<String> sessions) {}

    /** Arrivals at the sessions of an event in a month, and what they are rounded to. */
    record CellOf(String event, String month) {}

    record RoundedOf(CellOf cell) {}

    private record Figures(
            Set<String> sessions,
            @Nullable Integer personTimes,
            @Nullable Integer children) {}

    final Deduction deduction = new Deduction();
    private final Map<String, Seen> sessions = new LinkedHashMap<>();
    private final Map<CellOf, Set<String>> cells = new LinkedHashMap<>();
    private final Set<Set<String>> distinct = new LinkedHashSet<>();
    private final String toldUntil;
    private int figures;
    private int hidden;

    /** @param toldUntil the last month that is over, such as {@code 2025-12} */
    Attack(String toldUntil) {
        this.toldUntil = toldUntil;
    }

    Collection<Seen> sessions() {
        return sessions.values();
    }

    Set<CellOf> cells() {
        return cells.keySet();
    }

    int figures() {
        return figures;
    }

    int hidden() {
        return hidden;
    }

    /** Lists the sessions that are over, all of them and by whether they have places; answers how many the latter found. */
    int listSessions(GraphQlTester caller, Collection<String> events) {
        int found = 0;
        for (String event : events) {
            for (Map<String, Object> node : nodes(caller, event, null)) {
                Seen seen = seen(node);
                sessions.put(seen.id(), seen);
            }
            found += nodes(caller, event, true).size()
                    + nodes(caller, event, false).size();
        }
        noteSessions();
        return found;
    }

    private void noteSessions() {
        sessions.values().forEach(session -> {
            deduction.number(session.id(), 0, session.room());
            if (session.seatsLeft() != null) {
                deduction.number(session.id(), 0, session.capacity() - session.seatsLeft());
            }
            cells.computeIfAbsent(new CellOf(session.event(), session.month()), cell -> new TreeSet<>())
                    .add(session.id());
        });
        cells.forEach((cell, of) -> {
            int room = of.stream().mapToInt(id -> session(id).room()).sum();
            deduction.number(cell, 0, room);
            deduction.number(new RoundedOf(cell), 0, room + STEP - 1, STEP);
            Map<Object, Integer> sum = ones(of);
            sum.put(cell, -1);
            deduction.fact(sum, 0, 0);
            deduction.fact(Map.of(cell, 1, new RoundedOf(cell), -1), 1 - STEP, STEP - 1);
        });
    }

    private static List<Map<String, Object>> nodes(GraphQlTester caller, String event, @Nullable Boolean hasSeats) {
        Map<String, Object> filter = new HashMap<>(Map.of("eventId", event, "from", "2020-01-01T00:00:00Z"));
        filter.put("hasSeats", hasSeats);
        List<Map<String, Object>> nodes = new ArrayList<>();
        String cursor = null;
        do {
            GraphQlTester.Response page = caller.document(SESSIONS)
                    .variable("filter", filter)
                    .variable("after", cursor)
                    .execute();
            nodes.addAll(page.path("sessions.nodes")
                    .entity(new ParameterizedTypeReference<List<Map<String, Object>>>() {})
                    .get());
            cursor = page.path("sessions.pageInfo.hasNextPage")
                            .entity(Boolean.class)
                            .get()
                    ? page.path("sessions.pageInfo.endCursor")
                            .entity(String.class)
                            .get()
                    : null;
        } while (cursor != null);
        return nodes.stream().filter(node -> "ENDED".equals(node.get("state"))).toList();
    }

    @SuppressWarnings("unchecked")
    private static Seen seen(Map<String, Object> node) {
        return new Seen(
                (String) node.get("id"),
                (String) ((Map<String, Object>) node.get("event")).get("id"),
                (String) ((Map<String, Object>) node.get("station")).get("id"),
                ((String) node.get("startsAt")).substring(0, 7),
                (int) node.get("room"),
                (int) node.get("capacity"),
                (Integer) node.get("seatsLeft"),
                (Integer) node.get("waitlistLength"));
    }

    /**
     * Asks for the outcomes of a project in a period, with all rows.
     *
     * @param block whether the period is a month, quarter, half-year or year: then what is hidden is known to be few
     */
    @SuppressWarnings("unchecked")
    void ask(
            GraphQlTester caller,
            String project,
            Set<String> events,
            @Nullable String from,
            @Nullable String until,
            boolean block) {
        Map<String, Object> answer = caller.document(OUTCOMES)
                .variable("id", project)
                .variable("from", from)
                .variable("until", until)
                .execute()
                .path("project")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        Map<String, Object> whole = (Map<String, Object>) answer.get("none");
        String first = ((String) whole.get("from")).substring(0, 7);
        String last = ((String) whole.get("until")).substring(0, 7);
        Set<String> all = sessions.values().stream()
                .filter(session -> events.contains(session.event()))
                .filter(session -> session.month().compareTo(first) >= 0
                        && session.month().compareTo(last) <= 0
                        && session.month().compareTo(toldUntil) <= 0)
                .map(Seen::id)
                .collect(Collectors.toCollection(TreeSet::new));
        note(read(all, whole.get("total")), block);
        for (String dimension : List.of("month", "station", "both")) {
            List<Map<String, Object>> rows =
                    (List<Map<String, Object>>) ((Map<String, Object>) answer.get(dimension)).get("rows");
            if (rows == null) {
                continue;
            }
            List<Set<String>> parts = new ArrayList<>();
            for (Map<String, Object> row : rows) {
                String month = row.get("month") == null ? null : ((String) row.get("month")).substring(0, 7);
                String station = row.get("station") == null
                        ? null
                        : (String) ((Map<String, Object>) row.get("station")).get("id");
                Figures figure = read(
                        all.stream()
                                .filter(id ->
                                        month == null || session(id).month().equals(month))
                                .filter(id ->
                                        station == null || session(id).station().equals(station))
                                .collect(Collectors.toCollection(TreeSet::new)),
                        row.get("figures"));
                note(figure, block || month != null);
                parts.add(figure.sessions());
            }
            together(all, parts);
        }
    }

    @SuppressWarnings("unchecked")
    private static Figures read(Set<String> sessions, Object answer) {
        Map<String, Object> figures = (Map<String, Object>) answer;
        return new Figures(
                sessions, (Integer) ((Map<String, Object>) figures.get("personTimes")).get("value"), (Integer)
                        ((Map<String, Object>) figures.get("distinctChildren")).get("value"));
    }

    private void note(Figures figure, boolean block) {
        if (figure.sessions().isEmpty()) {
            return;
        }
        figures++;
        DistinctOf children = new DistinctOf(figure.sessions());
        if (distinct.add(figure.sessions())) {
            deduction.number(children, 0, 1_000);
            Map<Object, Integer> atLeast = arrivals(figure.sessions(), 1);
            atLeast.put(children, -figure.sessions().size());
            deduction.atMost(atLeast, 0);
            Map<Object, Integer> atMost = arrivals(figure.sessions(), -1);
            atMost.put(children, 1);
            deduction.atMost(atMost, 0);
            figure.sessions().forEach(id -> deduction.atMost(Map.of(id, 1, children, -1), 0));
        }
        if (figure.personTimes() == null || figure.children() == null) {
            hidden++;
            if (block) {
                deduction.number(children, 0, MOST_HIDDEN);
            }
            return;
        }
        deduction.number(children, Math.max(FEW + 1, figure.children() - STEP + 1), figure.children() + STEP - 1);
        Map<Object, Integer> rounded = new HashMap<>();
        figure.sessions()
                .forEach(id -> rounded.put(
                        new RoundedOf(
                                new CellOf(session(id).event(), session(id).month())),
                        1));
        // where fewer arrivals than children would be shown, as many are
        boolean exact = figure.personTimes() > figure.children();
        deduction.fact(rounded, exact ? figure.personTimes() : 0, figure.personTimes());
    }

    private void together(Set<String> whole, List<Set<String>> parts) {
        if (whole.isEmpty()) {
            return;
        }
        Map<Object, Integer> sum = new HashMap<>();
        parts.stream()
                .filter(part -> !part.isEmpty())
                .forEach(part -> sum.merge(new DistinctOf(part), -1, Integer::sum));
        sum.merge(new DistinctOf(whole), 1, Integer::sum);
        sum.values().removeIf(factor -> factor == 0);
        deduction.atMost(sum, 0);
    }

    /** The difference of two sets of sessions, of whatever projects and periods, has as many children as is missing. */
    void subtract() {
        List<Set<String>> all = List.copyOf(distinct);
        for (Set<String> whole : all) {
            for (Set<String> part : all) {
                if (part.size() >= whole.size() || !whole.containsAll(part)) {
                    continue;
                }
                deduction.atMost(Map.of(new DistinctOf(part), 1, new DistinctOf(whole), -1), 0);
                Set<String> rest = new TreeSet<>(whole);
                rest.removeAll(part);
                Map<Object, Integer> sum =
                        distinct.contains(rest) ? new HashMap<>(Map.of(new DistinctOf(rest), -1)) : arrivals(rest, -1);
                sum.put(new DistinctOf(whole), 1);
                sum.put(new DistinctOf(part), -1);
                deduction.atMost(sum, 0);
            }
        }
    }

    /** The sessions, months of events and sets of sessions whose arrivals or children are known now. */
    Set<Object> recovered() {
        deduction.solve();
        Set<Object> known = new HashSet<>();
        List.<Collection<?>>of(
                        sessions.keySet(),
                        cells.keySet(),
                        distinct.stream().map(DistinctOf::new).toList())
                .forEach(names -> names.stream()
                        .filter(deduction::knows)
                        .filter(name -> deduction.high(name) > 0)
                        .forEach(known::add));
        return known;
    }

    Seen session(String id) {
        return Objects.requireNonNull(sessions.get(id), id);
    }

    Set<String> of(CellOf cell) {
        return Objects.requireNonNull(cells.get(cell));
    }

    static Map<Object, Integer> ones(Collection<String> names) {
        return names.stream().collect(Collectors.toMap(name -> name, name -> 1, (a, b) -> a, HashMap::new));
    }

    /** The arrivals at sessions as a sum, of whole months of events where it can be, so that what is known of these is used. */
    Map<Object, Integer> arrivals(Set<String> of, int factor) {
        Map<Object, Integer> sum = new HashMap<>();
        for (String id : of) {
            CellOf cell = new CellOf(session(id).event(), session(id).month());
            sum.put(of.containsAll(of(cell)) ? cell : id, factor);
        }
        return sum;
    }
}
