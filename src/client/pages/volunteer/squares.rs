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
use crate::canvass::walk::{Row, Standing, Stop, short_label};
use crate::client::parts::folded::Folded;
use crate::client::parts::mark::{Mark, drawn, mark_html, outcome_letter, outcome_name};
use crate::client::parts::when::day_in_figures;
use crate::t;

/// The path of the mark of what somebody else of the team recorded.
const TEAMMATE: &str = "M8 1.5a3 3 0 1 1 0 6a3 3 0 1 1 0-6zM2 14.5c0-3.5 2.5-5 6-5s6 1.5 6 5z";

/// The path of the mark of what has no end.
const FOR_GOOD: &str = "M8 8c-1.5-2.2-2.7-3-4-3a3 3 0 1 0 0 6c1.3 0 2.5-.8 4-3s2.7-3 4-3a3 3 0 1 1 0 6c-1.3 0-2.5-.8-4-3z";

/// Which doors are chosen, while several are being chosen.
pub type Chosen = RwSignal<Option<BTreeSet<DoorId>>>;

/// The logs of this phone: whatever stands in another is a teammate's.
pub type Own = StoredValue<BTreeSet<LogId>>;

/// What a tap on a square does.
#[derive(Clone, Copy)]
pub enum Squares {
    /// Opens its door; the next one to go to is drawn so.
    Open(Option<DoorId>),
    /// Chooses its door, or no longer.
    Choose(Chosen),
}

/// One floor, or the whole of a street's side.
pub fn floor(row: Row, squares: Squares, own: Own) -> impl IntoView {
    let Row { floor, stops, .. } = row;
    let storey = floor.map(|floor| storey(floor, &stops, squares));
    let class = match floor {
        Some(_) => "floor",
        None => "floor unknown",
    };
    let doors = match squares {
        Squares::Open(next) => {
            let html: String = stops.iter().map(|stop| to_open(stop, next, own)).collect();
            view! { <div class="doors" inner_html=html></div> }.into_any()
        }
        Squares::Choose(chosen) => {
            let squares = stops.into_iter().map(|stop| to_choose(stop, chosen, own));
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

/// Whether the newest knock there is a teammate's.
fn theirs(stop: &Stop, own: Own) -> bool {
    own.with_value(|own| {
        let last = stop.last.as_ref();
        last.is_some_and(|knock| !own.contains(&knock.dot.log))
    })
}

/// A door to open, as text: nothing of it changes while it is drawn, and 144 of them made piece by piece, with
/// a call to the browser for each, are what a tall stair would take longest for.
fn to_open(stop: &Stop, next: Option<DoorId>, own: Own) -> String {
    let id = stop.door.id;
    let theirs = theirs(stop, own);
    let here = if next == Some(id) { " here" } else { "" };
    let wide = if is_wide(stop) { " wide" } else { "" };
    let sign = sign(stop, theirs);
    let sign = match sign.is_empty() {
        true => sign,
        false => format!(r#"<span class="sign" aria-hidden="true">{sign}</span>"#),
    };
    let address = format!("/door/{}", id.0);
    format!(
        r#"<a class="{}{here}{wide}" href="{}"><span class="visually-hidden">{}</span><bdi class="number" aria-hidden="true">{}</bdi>{sign}</a>"#,
        class(stop),
        encode_safe(&address),
        encode_safe(&door_spoken(stop, theirs)),
        encode_safe(short_label(&stop.door.label)),
    )
}

/// The mark and letter of what came of a door, as text; of one that is not to be knocked for how long, in place
/// of the letter; of one that is no home a word.
fn sign(stop: &Stop, theirs: bool) -> String {
    let teammate = if theirs {
        mark_html(TEAMMATE, "mark solid")
    } else {
        String::new()
    };
    match (shown(stop), apart(stop)) {
        (Some(outcome), _) => {
            let (path, class) = drawn(outcome);
            let beside = match stop.asked_not {
                Some(scope) if stop.standing == Standing::NoKnock => how_long(scope),
                _ => encode_safe(&outcome_letter(outcome)).into_owned(),
            };
            format!("{}{beside}{teammate}", mark_html(path, class))
        }
        (None, Some(words)) => encode_safe(&words).into_owned(),
        (None, None) => String::new(),
    }
}

/// For how long a door is not to be knocked, as small as a letter: the day in figures, or without an end.
fn how_long(scope: NoKnockScope) -> String {
    match scope {
        NoKnockScope::Campaign => encode_safe(&outcome_letter(Outcome::DoNotKnock)).into_owned(),
        NoKnockScope::Until(day) => encode_safe(&day_in_figures(day)).into_owned(),
        NoKnockScope::ForGood => mark_html(FOR_GOOD, "mark"),
    }
}

/// A door to choose.
fn to_choose(stop: Stop, chosen: RwSignal<Option<BTreeSet<DoorId>>>, own: Own) -> impl IntoView {
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
    view! {
        <button
            type="button"
            role="checkbox"
            class=class(&stop)
            class:wide=is_wide(&stop)
            aria-checked=move || chosen.with(is_chosen).to_string()
            aria-disabled=no_knock.then_some("true")
            on:click=toggle
        >
            {door_face(&stop, theirs(&stop, own))}
        </button>
    }
}

/// The number, and the mark and letter of what came of it; read out, all of it in words.
fn door_face(stop: &Stop, theirs: bool) -> impl IntoView + use<> {
    let sign = sign(stop, theirs);
    view! {
        <span class="visually-hidden">{door_spoken(stop, theirs)}</span>
        <bdi class="number" aria-hidden="true">
            {short_label(&stop.door.label).to_string()}
        </bdi>
        <span class="sign" aria-hidden="true" hidden=sign.is_empty() inner_html=sign></span>
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

/// The mark of what somebody else of the team recorded.
#[component]
fn Teammate() -> impl IntoView {
    view! {
        <svg class="mark solid" viewBox="0 0 16 16" aria-hidden="true">
            <path d=TEAMMATE />
        </svg>
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
    let scope = |scope: NoKnockScope| {
        view! {
            <li>
                <Mark outcome=Outcome::DoNotKnock />
                <strong inner_html=how_long(scope)></strong>
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
                            <Teammate />
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
            let said = door_spoken(&stop, false);
            assert!(said.contains(&scope_words(scope)), "{said}");
            drawn.push(sign(&stop, false));
        }
        assert_ne!(drawn[0], drawn[1]);
        assert!(drawn[1].contains(FOR_GOOD));
    }

    #[test]
    fn what_somebody_wrote_on_a_door_is_words_and_never_markup() {
        let own = StoredValue::new(BTreeSet::new());
        for label in [
            "<img src=x onerror=alert(1)>",
            "Flat \"1'>",
            "</span></a><script>1</script>",
        ] {
            let html = to_open(&untried(label), None, own);
            let ours = to_open(&untried("1"), None, own);
            let tags = |html: &str| html.matches(['<', '>', '"', '\'']).count();
            assert_eq!(tags(&html), tags(&ours), "{html}");
        }
        assert!(to_open(&untried("A & B"), None, own).contains("A &amp; B"));
    }
}
