//! A stair's doors as they are drawn: floors as they stand, each door a square with its number and the
//! mark of what came of it.

use std::collections::BTreeSet;

use html_escape::encode_safe;
use leptos::prelude::*;

use super::no_knock::scope_words;
use super::places::{door_spoken, floor_name, floor_spoken};
use crate::canvass::dot::LogId;
use crate::canvass::dwelling::Behind;
use crate::canvass::fact::{NoKnockScope, Outcome};
use crate::canvass::id::DoorId;
use crate::canvass::order;
use crate::canvass::walk::{Row, Standing, Stop, Tonight, short_label};
use crate::client::parts::folded::Folded;
use crate::client::parts::mark::{Mark, Shape, marks_html, outcome_letter, outcome_name, shape};
use crate::client::parts::when::day_in_figures;
use crate::t;

/// The mark of what somebody else of the team recorded.
const TEAMMATE: Shape =
    Shape::filled("M8 1.5a3 3 0 1 1 0 6a3 3 0 1 1 0-6zM2 14.5c0-3.5 2.5-5 6-5s6 1.5 6 5z");

/// The mark of what has no end.
const FOR_GOOD: Shape = Shape::drawn(
    "M8 8c-1.5-2.2-2.7-3-4-3a3 3 0 1 0 0 6c1.3 0 2.5-.8 4-3s2.7-3 4-3a3 3 0 1 1 0 6c-1.3 0-2.5-.8-4-3z",
);

/// Which doors are chosen, while several are being chosen.
pub type Chosen = RwSignal<Option<BTreeSet<DoorId>>>;

/// Who looks at a stair, and when.
pub struct Looking {
    /// The logs of this phone: whatever stands in another is a teammate's.
    pub own: BTreeSet<LogId>,
    /// Tonight: a knock of today's is said by its time alone.
    pub tonight: Tonight,
}

impl Looking {
    /// Whether the newest knock at a door is a teammate's.
    fn is_theirs(&self, stop: &Stop) -> bool {
        let last = stop.last.as_ref();
        last.is_some_and(|knock| !self.own.contains(&knock.dot.log))
    }
}

/// What a tap on a square does.
#[derive(Clone, Copy)]
pub enum Squares {
    /// Opens its door; the next one to go to is drawn so.
    Open(Option<DoorId>),
    /// Chooses its door, or no longer.
    Choose(Chosen),
}

/// One floor, or the whole of a street's side.
pub fn floor(row: Row, squares: Squares, by: &Looking) -> impl IntoView + use<> {
    let Row { floor, stops, .. } = row;
    let storey = floor.map(|floor| storey(floor, &stops, squares));
    let class = match floor {
        Some(_) => "floor",
        None => "floor unknown",
    };
    let doors = match squares {
        Squares::Open(next) => {
            let html: String = stops.iter().map(|stop| to_open(stop, next, by)).collect();
            view! { <div class="doors" inner_html=html></div> }.into_any()
        }
        Squares::Choose(chosen) => {
            let squares = stops.iter().map(|stop| to_choose(stop, chosen, by));
            view! { <div class="doors">{squares.collect_view()}</div> }.into_any()
        }
    };
    view! {
        <div class=class role="group" aria-label=floor.map(floor_spoken)>
            {storey}
            {doors}
        </div>
    }
}

/// Which floor it is; where doors are being chosen, a tap chooses all that are left on it.
fn storey(floor: i16, stops: &[Stop], squares: Squares) -> AnyView {
    let left = stops.iter();
    let left = left.filter(|stop| stop.standing == Standing::Left);
    let left: Vec<DoorId> = left.map(|stop| stop.door.id).collect();
    let chosen = match squares {
        Squares::Choose(chosen) if !left.is_empty() => chosen,
        _ => {
            return view! {
                <span class="storey" aria-hidden="true">
                    {floor_name(floor)}
                </span>
            }
            .into_any();
        }
    };
    let all = move |_| {
        chosen.update(|chosen| {
            if let Some(doors) = chosen {
                doors.extend(left.iter().copied());
            }
        });
    };
    view! {
        <button
            type="button"
            class="storey"
            // What is on it stands in its name, too (WCAG 2.5.3).
            aria-label=format!(
                "{} · {}",
                t!("doors.choose_landing", floor = floor_spoken(floor)),
                floor_name(floor),
            )
            on:click=all
        >
            {floor_name(floor)}
        </button>
    }
    .into_any()
}

/// How a door is drawn by how it stands.
fn class(stop: &Stop) -> &'static str {
    match stop.standing {
        Standing::Left => "door left",
        Standing::Tried => "door tried",
        Standing::Enough => "door tried enough",
        Standing::Apart(_) => "door apart",
        Standing::Reached => "door",
        Standing::NoKnock => "door no-knock",
    }
}

/// What is longer than these takes the room of two doors beside each other.
const LONG_LABEL: usize = 4;
const LONG_WORD: usize = 6;

/// Whether what stands on it is too long for one square: all of a stair are of one size.
fn is_wide(stop: &Stop) -> bool {
    let word = apart(stop).map_or(0, |words| words.chars().count());
    let has_a_day = matches!(stop.asked_not, Some(NoKnockScope::Until(_)));
    let label = short_label(&stop.door.label).chars().count();
    label > LONG_LABEL || word > LONG_WORD || has_a_day
}

/// A door to open, as text: nothing of it changes while it is drawn, and 144 of them made piece by piece, with
/// a call to the browser for each, are what a tall stair would take longest for.
fn to_open(stop: &Stop, next: Option<DoorId>, by: &Looking) -> String {
    let id = stop.door.id;
    let theirs = by.is_theirs(stop);
    let here = if next == Some(id) { " here" } else { "" };
    let wide = if is_wide(stop) { " wide" } else { "" };
    let sign = Sign::of(stop, theirs);
    let words = sign.words.as_deref().map(encode_safe);
    let words = words.map(|words| format!(r#" data-sign="{words}""#));
    let address = format!("/door/{}", id.0);
    format!(
        r#"<a class="{}{here}{wide}" href="{}" aria-label="{}"{}>{}</a>"#,
        class(stop),
        encode_safe(&address),
        encode_safe(&door_spoken(stop, theirs, by.tonight)),
        words.unwrap_or_default(),
        face(stop, &sign),
    )
}

/// What is drawn on a door, as text: its number, and below it the marks of what came of it. As few elements as
/// will do, since a tap on a tall stair waits for each of 36: a door is spoken by its label, and its sign's
/// letter is drawn by the style sheet (`data-sign`). Like the mark beside it, it stands for words of that label.
fn face(stop: &Stop, sign: &Sign) -> String {
    let number = encode_safe(short_label(&stop.door.label));
    // On its hatching a number has a ground of its own.
    let number = match stop.standing {
        Standing::NoKnock => format!(r#"<bdi class="number">{number}</bdi>"#),
        _ => number.into_owned(),
    };
    match sign {
        Sign { marks, words } if marks.is_empty() && words.is_none() => number,
        Sign { marks, .. } => format!("{number}<br>{marks}"),
    }
}

/// The marks of what came of a door, as text, and its letter; of one that is not to be knocked for how long, in
/// place of the letter; of one that is no home a word.
#[derive(Debug, PartialEq, Eq)]
struct Sign {
    marks: String,
    words: Option<String>,
}

impl Sign {
    fn of(stop: &Stop, theirs: bool) -> Sign {
        let (marks, words) = match (shown(stop), apart(stop)) {
            (None, words) => (String::new(), words),
            (Some(outcome), _) => {
                let (beside, words) = match stop.asked_not {
                    Some(scope) if stop.standing == Standing::NoKnock => how_long(scope),
                    _ => (None, Some(outcome_letter(outcome))),
                };
                let team = theirs.then_some(TEAMMATE);
                let shapes = [team, Some(shape(outcome)), beside];
                let shapes: Vec<Shape> = shapes.into_iter().flatten().collect();
                (marks_html(&shapes, outcome), words)
            }
        };
        Sign { marks, words }
    }
}

/// For how long a door is not to be knocked, as small as a letter: the day in figures, or a mark of no end.
fn how_long(scope: NoKnockScope) -> (Option<Shape>, Option<String>) {
    match scope {
        NoKnockScope::Campaign => (None, Some(outcome_letter(Outcome::DoNotKnock))),
        NoKnockScope::Until(day) => (None, Some(day_in_figures(day))),
        NoKnockScope::ForGood => (Some(FOR_GOOD), None),
    }
}

/// A door to choose.
fn to_choose(
    stop: &Stop,
    chosen: RwSignal<Option<BTreeSet<DoorId>>>,
    by: &Looking,
) -> impl IntoView + use<> {
    let id = stop.door.id;
    let no_knock = stop.standing == Standing::NoKnock;
    let toggle = move |_| {
        if no_knock {
            return;
        }
        chosen.update(|chosen| {
            if let Some(doors) = chosen
                && !doors.remove(&id)
            {
                doors.insert(id);
            }
        });
    };
    let is_chosen = move |chosen: &Option<BTreeSet<DoorId>>| {
        chosen.as_ref().is_some_and(|doors| doors.contains(&id))
    };
    let theirs = by.is_theirs(stop);
    let sign = Sign::of(stop, theirs);
    let html = face(stop, &sign);
    view! {
        <button
            type="button"
            role="checkbox"
            class=class(stop)
            class:wide=is_wide(stop)
            aria-label=door_spoken(stop, theirs, by.tonight)
            data-sign=sign.words
            aria-checked=move || chosen.with(is_chosen).to_string()
            aria-disabled=no_knock.then_some("true")
            on:click=toggle
            inner_html=html
        ></button>
    }
}

/// What is behind a door that is no home, in a word.
fn apart(stop: &Stop) -> Option<String> {
    match stop.standing {
        Standing::Apart(behind) if behind != Behind::NotThere => {
            Some(t!(&format!("doors.short_{}", behind.word())))
        }
        _ => None,
    }
}

/// The outcome a door is marked with; none where it is no home, but for one that is not there.
fn shown(stop: &Stop) -> Option<Outcome> {
    match stop.standing {
        Standing::NoKnock => Some(Outcome::DoNotKnock),
        Standing::Apart(Behind::NotThere) => Some(Outcome::AddressNotFound),
        Standing::Apart(_) => None,
        _ => stop.last.as_ref().map(|knock| knock.outcome),
    }
}

/// What the marks on this stair mean.
#[component]
pub fn Key(rows: Memo<Vec<Row>>) -> impl IntoView {
    let outcomes = Memo::new(move |_| {
        rows.with(|rows| {
            let stops = rows.iter().flat_map(|row| &row.stops);
            let marks: Vec<_> = stops.filter_map(shown).collect();
            let seen = |outcome: &Outcome| marks.contains(outcome);
            Outcome::ALL.into_iter().filter(seen).collect::<Vec<_>>()
        })
    });
    // How long, in place of a letter.
    let scopes = Memo::new(move |_| {
        rows.with(|rows| {
            let stops = rows.iter().flat_map(|row| &row.stops);
            let said = stops.filter_map(|stop| stop.asked_not);
            let mut said: Vec<_> = said.filter(|it| *it != NoKnockScope::Campaign).collect();
            order::sort(&mut said);
            said.dedup();
            said
        })
    });
    let alone = |shape: Shape| {
        let html = marks_html(&[shape], Outcome::DoNotKnock);
        view! { <span class="row" inner_html=html></span> }
    };
    let scope = move |scope: NoKnockScope| {
        let (no_end, words) = how_long(scope);
        view! {
            <li>
                <Mark outcome=Outcome::DoNotKnock />
                {no_end.map(alone)}
                {words.map(|words| view! { <strong>{words}</strong> })}
                {scope_words(scope)}
            </li>
        }
    };
    move || {
        let outcomes = outcomes.get();
        (!outcomes.is_empty()).then(|| {
            view! {
                <Folded summary=|| t!("volunteer.key")>
                    <ul class="key">
                        {outcomes
                            .into_iter()
                            .map(|outcome| {
                                view! {
                                    <li>
                                        <Mark outcome />
                                        <strong>{outcome_letter(outcome)}</strong>
                                        {outcome_name(outcome)}
                                    </li>
                                }
                            })
                            .collect_view()}
                        {scopes.get().into_iter().map(scope).collect_view()}
                        <li>
                            {alone(TEAMMATE)}
                            {t!("doors.theirs")}
                        </li>
                    </ul>
                </Folded>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::dot::Dot;
    use crate::canvass::estate::Door;
    use crate::canvass::id::StairId;

    const TONIGHT: Tonight = Tonight {
        now: 0,
        since: 0,
        today: 0,
        evening: 0,
    };

    fn untried(label: &str) -> Stop {
        let dot = |seq| Dot {
            log: LogId([1; 8]),
            seq,
        };
        Stop {
            door: Door {
                id: DoorId(dot(1)),
                stair: StairId(dot(2)),
                label: label.into(),
                entrance: None,
                floor: None,
                order: 1,
                uprn: None,
                gone: false,
            },
            last: None,
            reached: false,
            standing: Standing::Left,
            asked_not: None,
        }
    }

    #[test]
    fn what_is_not_to_be_knocked_says_for_how_long_on_the_stair_and_read_out() {
        let mut stop = untried("3");
        stop.standing = Standing::NoKnock;
        let mut drawn = Vec::new();
        for scope in [NoKnockScope::Campaign, NoKnockScope::ForGood] {
            stop.asked_not = Some(scope);
            let said = door_spoken(&stop, false, TONIGHT);
            assert!(said.contains(&scope_words(scope)), "{said}");
            drawn.push(Sign::of(&stop, false));
        }
        assert_ne!(drawn[0], drawn[1]);
        assert!(drawn[1].marks.contains(FOR_GOOD.path));
        assert!(drawn[0].words.is_some() && drawn[1].words.is_none());
    }

    #[test]
    fn what_somebody_wrote_on_a_door_is_words_and_never_markup() {
        let by = Looking {
            own: BTreeSet::new(),
            tonight: TONIGHT,
        };
        for label in [
            "<img src=x onerror=alert(1)>",
            "Flat \"1'>",
            "</span></a><script>1</script>",
        ] {
            let html = to_open(&untried(label), None, &by);
            let ours = to_open(&untried("1"), None, &by);
            let tags = |html: &str| html.matches(['<', '>', '"', '\'']).count();
            assert_eq!(tags(&html), tags(&ours), "{html}");
        }
        assert!(to_open(&untried("A & B"), None, &by).contains("A &amp; B"));
    }
}
