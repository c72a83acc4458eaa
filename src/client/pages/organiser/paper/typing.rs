//! Door after door in the board's order: one key or one tap each, and on to the next. Every one is
//! saved like a tap at a door. Nobody waits for that: what is typed meanwhile stands in a queue
//! that is worked off in its order, also when the page is left.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::keys::{Key, cap, key};
use super::rows::Rows;
use super::whole::Whole;
use crate::canvass::draft::Visit;
use crate::canvass::estate::Door;
use crate::canvass::fact::Outcome;
use crate::canvass::id::DoorId;
use crate::canvass::stream::Stream;
use crate::client::clock::now;
use crate::client::pages::volunteer::places::{floor_spoken, outcome_at};
use crate::client::parts::evening::Evening;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::organise::board::{self, Head, Line, NotYours, Typist};
use crate::organise::board_sheet::{BY_LETTER, COLUMNS};
use crate::t;

/// What is typed and not saved yet: a door, by its place, and what came of the knock there; nothing
/// where that is taken back.
type Queue = Rc<RefCell<VecDeque<(usize, Option<Outcome>)>>>;

/// A board being typed in. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Typing {
    phone: Phone,
    evening: Evening,
    /// Its doors. Which are struck is as it was when they began to knock. When the board was printed
    /// nobody knows, so the paper may have others: no door is passed over but by a key.
    pub lines: StoredValue<Rc<Vec<Line>>, LocalStorage>,
    /// Who knocked, and when they began.
    pub visit: StoredValue<Visit>,
    /// What stands at its head.
    head: StoredValue<Head>,
    /// The door one is at, by its place; behind the last one at the end.
    pub at: RwSignal<usize>,
    /// The door where a key was not taken, by its label, and why. Until one goes on or back no other
    /// is: whoever does not look up would type the next doors' here.
    refused: RwSignal<Option<(String, NotYours)>>,
    /// What is saved.
    saved: Memo<BTreeMap<DoorId, Outcome>>,
    /// What is typed and under way.
    pending: RwSignal<BTreeMap<DoorId, Option<Outcome>>>,
    queue: StoredValue<Queue, LocalStorage>,
    working: StoredValue<Rc<Cell<bool>>, LocalStorage>,
}

/// A tap is saved within so many seconds.
const SAVED_WITHIN: i64 = 5;

impl Typing {
    fn new(head: &Head) -> Typing {
        let phone = expect_context::<Phone>();
        let visit = Visit {
            by: Some(head.by.clone()),
            when: Some(head.when),
        };
        let lines = phone.read_untracked(|state| {
            let mut lines = board::lines(state, head.board, head.when, head.board.day);
            for line in &mut lines {
                // What was typed from this very board did not strike it.
                line.struck &= board::typed(state, line.door.id, &visit).is_none();
            }
            Rc::new(lines)
        });
        let (doors, of) = (lines.clone(), visit.clone());
        let doors: Vec<DoorId> = doors.iter().map(|line| line.door.id).collect();
        let saved = Memo::new(move |_| {
            phone.read(|state| {
                let typed = |door: &DoorId| Some((*door, board::typed(state, *door, &of)?.outcome));
                doors.iter().filter_map(typed).collect()
            })
        });
        let typing = Typing {
            phone,
            evening: expect_context::<Evening>(),
            lines: StoredValue::new_local(lines),
            visit: StoredValue::new(visit),
            head: StoredValue::new(head.clone()),
            at: RwSignal::new(0),
            refused: RwSignal::new(None),
            saved,
            pending: RwSignal::default(),
            queue: StoredValue::new_local(Queue::default()),
            working: StoredValue::new_local(Rc::default()),
        };
        let before = typing.evening.board.get_untracked();
        let before = before.filter(|(of, _)| of == head).map(|(_, place)| place);
        typing.go(before.unwrap_or_else(|| typing.where_it_broke_off()));
        typing
    }

    /// Goes to a door, by its place, and remembers that for whoever leaves the page and comes back.
    pub fn go(self, place: usize) {
        let place = self.lines.with_value(|lines| place.min(lines.len()));
        self.refused.set(None);
        self.at.set(place);
        let head = self.head.get_value();
        self.evening.board.set(Some((head, place)));
    }

    /// The first door after the last one that is typed in.
    fn where_it_broke_off(self) -> usize {
        let last = self.lines.with_value(|lines| {
            let saved = self.saved.get_untracked();
            lines
                .iter()
                .rposition(|line| saved.contains_key(&line.door.id))
        });
        last.map_or(0, |last| last + 1)
    }

    /// What stands for a door.
    pub fn outcome(self, door: DoorId) -> Option<Outcome> {
        let pending = self.pending.with(|pending| pending.get(&door).copied());
        pending.unwrap_or_else(|| self.saved.with(|saved| saved.get(&door).copied()))
    }

    /// Nothing is under way any more.
    pub fn all_saved(self) -> bool {
        self.pending.with(BTreeMap::is_empty)
    }

    fn press(self, key: Key) {
        let at = self.at.get_untracked();
        let here = self
            .lines
            .with_value(|lines| lines.get(at).map(|line| line.door.clone()));
        let refused = self.refused.with_untracked(Option::is_some);
        match (key, here) {
            (Key::Outcome(_), _) if refused => {}
            (Key::Outcome(outcome), Some(door)) => {
                if self.give(at, &door, Some(outcome)) {
                    self.go(at + 1);
                }
            }
            (Key::On, Some(_)) => self.go(at + 1),
            (Key::TakeBack, Some(door)) if untrack(|| self.outcome(door.id)).is_some() => {
                self.give(at, &door, None);
            }
            (Key::Back | Key::TakeBack, _) => self.go(at.saturating_sub(1)),
            (Key::Outcome(_) | Key::On, None) => {}
        }
    }

    /// Whether what is typed for a door may be saved; where not, it is said why. Also when the page
    /// has been left.
    fn may(self, door: &Door, visit: &Visit, outcome: Option<Outcome>) -> bool {
        let why = may_type(self.phone, door, visit, outcome).err();
        if let Some(why) = why {
            let _ = self.refused.try_set(Some((door.label.clone(), why)));
        }
        why.is_none()
    }

    /// Has what was typed for a door saved after what was typed before; whether it may be.
    fn give(self, place: usize, door: &Door, outcome: Option<Outcome>) -> bool {
        if !self.may(door, &self.visit.get_value(), outcome) {
            return false;
        }
        self.pending.update(|pending| {
            pending.insert(door.id, outcome);
        });
        let (queue, working) = (self.queue.get_value(), self.working.get_value());
        queue.borrow_mut().push_back((place, outcome));
        if !working.replace(true) {
            self.work_off(queue, working);
        }
        true
    }

    fn work_off(self, queue: Queue, working: Rc<Cell<bool>>) {
        let lines = self.lines.get_value();
        let visit = self.visit.get_value();
        spawn_local(async move {
            loop {
                let next = queue.borrow_mut().pop_front();
                let Some((place, outcome)) = next else { break };
                let Some(line) = lines.get(place) else {
                    continue;
                };
                // What was under way when the key was pressed may stand by now.
                if self.may(&line.door, &visit, outcome) {
                    // Where it fails the banner says so, and the phone holds it; the row stays empty.
                    let _ = save(self.phone, self.evening, line, &visit, outcome).await;
                }
                let again = queue.borrow().iter().any(|(other, _)| *other == place);
                if !again {
                    let door = line.door.id;
                    let _ = self.pending.try_update(|pending| pending.remove(&door));
                }
            }
            working.set(false);
        });
    }
}

/// Whether what came of a knock may be typed for a door, over what stands there of this visit.
fn may_type(
    phone: Phone,
    door: &Door,
    visit: &Visit,
    outcome: Option<Outcome>,
) -> Result<(), NotYours> {
    let typed = phone.read_untracked(|state| board::typed(state, door.id, visit));
    let Some(typed) = typed.filter(|typed| Some(typed.outcome) != outcome) else {
        return Ok(());
    };
    let own = phone.membership().get_untracked();
    let typist = own.map(|own| Typist {
        role: own.role,
        person: own.person,
        log: phone.log_of(Stream::Stair(door.stair)),
    });
    let typist = typist.ok_or(NotYours::Anothers)?;
    // By the time it is saved.
    let then = now() + SAVED_WITHIN;
    phone.read_untracked(|state| board::may_take_back(state, &typed.dots, typist, then))
}

/// Saves what was typed for a door, over what was typed there before.
async fn save(
    phone: Phone,
    evening: Evening,
    line: &Line,
    visit: &Visit,
    outcome: Option<Outcome>,
) -> Result<(), SaveError> {
    let door = &line.door;
    let before = phone.read_untracked(|state| board::typed(state, door.id, visit));
    let before = before.map(|typed| typed.outcome);
    if before == outcome {
        return Ok(());
    }
    if let Some(before) = before {
        let what = t!("volunteer.undoing", what = outcome_at(&door.label, before));
        let drafts = phone.read_untracked(|state| board::take_back(state, door, visit));
        evening.record(phone, what, drafts).await?;
    }
    let Some(outcome) = outcome else {
        return Ok(());
    };
    // Who lives there is read anew: that somebody moved away may just have been taken back.
    let drafts = phone.read_untracked(|state| board::knock(state, door, visit, outcome));
    let what = outcome_at(&door.label, outcome);
    evening
        .record_with_undo(phone, what, Some(door.id), drafts)
        .await
}

/// Whether a key is pressed within a field of words, which it belongs to.
fn writes_words(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    target.is_some_and(|it| it.matches("input, textarea, select").unwrap_or(false))
}

/// The board.
#[component]
pub fn TypeIn(
    /// What stands at its head.
    head: Head,
) -> impl IntoView {
    let typing = Typing::new(&head);
    let region = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(region) = region.get() {
            // Keys are heard from here on; where they are not, taps still are.
            let _ = region.focus();
        }
    });
    let pressed = move |event: KeyboardEvent| {
        let chord = event.ctrl_key() || event.alt_key() || event.meta_key();
        let key = key(&event.key()).filter(|_| !chord && !writes_words(&event));
        let Some(key) = key else {
            return;
        };
        event.prevent_default();
        // A key that is held down is one door, not all of them.
        if !event.repeat() {
            typing.press(key);
        }
    };
    let all = typing.lines.with_value(|lines| lines.len());
    let ended = Memo::new(move |_| typing.at.get() >= all);
    view! {
        <Knocked head=head.clone() />
        <p class="hint keys">{t!("paper.keys")}</p>
        <div
            class="board-typing"
            node_ref=region
            tabindex="0"
            role="group"
            aria-label=t!("paper.type")
            on:keydown=pressed
        >
            <div>
                <Counted typing=typing />
                <Rows typing=typing />
            </div>
            <div>
                {move || match ended.get() {
                    false => view! { <Now typing=typing /> }.into_any(),
                    true => view! { <Whole typing=typing head=head.clone() /> }.into_any(),
                }}
            </div>
        </div>
    }
}

/// Who knocked and when, and the code.
#[component]
fn Knocked(head: Head) -> impl IntoView {
    let time = time_and_day(head.when);
    view! {
        <p>
            <bdi>{t!("paper.entered_by", by = head.by, time = time)}</bdi>
            " · "
            {head.board.code()}
        </p>
    }
}

/// How many doors are typed in.
#[component]
fn Counted(typing: Typing) -> impl IntoView {
    let counted = move || {
        let (typed, all) = typing.lines.with_value(|lines| {
            let typed = |line: &&Line| typing.outcome(line.door.id).is_some();
            (lines.iter().filter(typed).count(), lines.len())
        });
        t!("paper.counted", n = typed, all = all)
    };
    view! { <p class="figure">{counted}</p> }
}

/// Why a key was not taken, in words.
fn not_yours(why: NotYours) -> String {
    match why {
        NotYours::Anothers => t!("paper.anothers"),
        NotYours::TooLate => t!("paper.too_late"),
    }
}

/// The door one is at, and what may have come of the knock there.
#[component]
fn Now(typing: Typing) -> impl IntoView {
    let door = move || {
        let at = typing.at.get();
        typing.lines.with_value(|lines| {
            let door = &lines.get(at)?.door;
            Some(match door.floor.map(floor_spoken) {
                Some(floor) => t!("paper.door_at", label = door.label, floor = floor),
                None => door.label.clone(),
            })
        })
    };
    let struck = move || {
        let at = typing.at.get();
        typing
            .lines
            .with_value(|lines| lines.get(at).is_some_and(|line| line.struck))
    };
    let button = move |outcome: Outcome| {
        view! {
            <button
                type="button"
                class="outcome"
                class:spoke=outcome == Outcome::Spoke
                class:stop=outcome == Outcome::DoNotKnock
                on:click=move |_| typing.press(Key::Outcome(outcome))
            >
                <kbd aria-hidden="true">{cap(outcome)}</kbd>
                <Mark outcome />
                {outcome_name(outcome)}
            </button>
        }
    };
    let step = move |key: Key, words: String| {
        view! {
            <button type="button" class="button" on:click=move |_| typing.press(key)>
                {words}
            </button>
        }
    };
    view! {
        <p class="board-door" role="status">
            <bdi>{door}</bdi>
            {move || struck().then(|| view! { <span class="quiet">" " {t!("paper.struck")}</span> })}
        </p>
        <p class="error" role="alert">
            {move || {
                typing
                    .refused
                    .get()
                    .map(|(label, why)| view! { <bdi>{label}</bdi> ": " {not_yours(why)} })
            }}
        </p>
        <div class="outcomes" role="group" aria-label=t!("volunteer.outcome")>
            {COLUMNS.map(button).collect_view()}
        </div>
        <details class="more">
            <summary>{t!("volunteer.more_outcomes")}</summary>
            <div class="outcomes">{BY_LETTER.map(button).collect_view()}</div>
        </details>
        <div class="row">
            {step(Key::On, t!("paper.skip"))} {step(Key::Back, t!("paper.back"))}
            {step(Key::TakeBack, t!("paper.clear"))}
        </div>
    }
}
