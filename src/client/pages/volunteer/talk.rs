//! A talk: one question on the screen, none of them mandatory; then what was recorded is read
//! back. Every answer is saved when it is given, so the talk can be left at any question.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::closing::Closing;
use super::contact::Contacting;
use super::leaving::{Left, when_left};
use super::neighbours::SaidTooHere;
use super::not_here;
use super::outcomes::At;
use super::question::{Given, Question};
use super::unsealed::keep_what_is_told;
use super::who::WhoAnswers;
use crate::canvass::conversation::{self, Conversation, Script};
use crate::canvass::draft::{self, Draft};
use crate::canvass::estate;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::going_on::{following, goes_on};
use crate::canvass::id::{DoorId, HouseholdId, QuestionId};
use crate::canvass::readback::one_more_sealed;
use crate::canvass::stream::Stream;
use crate::canvass::whose::Whose;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::Page;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::t;

/// Where the talk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// At the question at this place of the script.
    At(usize),
    /// At its end.
    Closing,
}

/// A talk under way: what its screens share. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Talking {
    /// Where it stands.
    pub stage: RwSignal<Stage>,
    /// Whose answers are taken.
    pub whose: RwSignal<Whose>,
    /// The questions that led here.
    pub trail: RwSignal<Vec<usize>>,
    /// Doors named, not recorded until the talk is left: once sealed for the organisers, not
    /// even this phone can take them back.
    pub named: RwSignal<Vec<String>>,
    /// Those of them that are sealed all the same: the phone was put away.
    pub sealed: RwSignal<Vec<String>>,
    /// How to reach them, as it is typed: not recorded until the talk is left either.
    pub contacting: Contacting,
    /// What is chosen or typed at the question on the screen, and not kept yet.
    pub under_way: RwSignal<Option<Given>>,
    /// The board of paper the talk is typed in from, by its address: then nobody is at a door, and
    /// the next one is not offered.
    pub board: StoredValue<Option<String>>,
}

/// The talk at a door.
#[component]
pub fn Talk(
    door: DoorId,
    /// Where it leads back to, if it is typed in from a board of paper.
    #[prop(optional)]
    back: Option<String>,
) -> impl IntoView {
    let board = StoredValue::new(back);
    let phone = expect_context::<Phone>();
    let at = Memo::new(move |_| phone.read(|state| At::of(state, door)));
    // Once it is here it stays as it is for as long as the page is open: nothing changes under
    // anyone's hands.
    let script = Memo::new(move |before: Option<&Option<Script>>| {
        let here = before.and_then(Option::as_ref);
        here.cloned().or_else(|| asked_here(phone, door))
    });
    let talk = Memo::new(move |_| {
        let person = phone.membership().get()?.person;
        // Typed in from paper it is what stands on the paper, and nothing goes on.
        let version = match board.with_value(Option::is_some) {
            true => None,
            false => script.with(|script| Some(script.as_ref()?.version)),
        };
        phone.read(|state| {
            let talk = conversation::conversation(state, door, person)?;
            let household = estate::household(state, door);
            Some(match version {
                Some(version) => talk.going_on(state, household, person, version),
                None => talk,
            })
        })
    });
    let began = Memo::new(move |_| talk.with(|talk| talk.as_ref().map(|talk| talk.began)));
    move || {
        let (Some(at), Some(_)) = (at.get(), began.get()) else {
            return not_here();
        };
        expect_context::<Evening>().stair.set(Some(at.stair));
        provide_context(at.clone());
        let talk = Signal::derive(move || talk.get());
        view! { <Screens at script talk board /> }.into_any()
    }
}

/// The script this talk is held by.
fn asked_here(phone: Phone, door: DoorId) -> Option<Script> {
    let person = phone.membership().get()?.person;
    phone.read(|state| {
        let talk = conversation::conversation(state, door, person);
        conversation::script_of(state, talk.as_ref(), person, since(phone))
    })
}

/// When what counts as this evening's asking began: it ends with the shift.
pub fn since(phone: Phone) -> i64 {
    let ended = phone.shift_ended_at().map_or(i64::MIN, |at| at + 1);
    tonight().since.max(ended)
}

#[component]
fn Screens(
    at: At,
    script: Memo<Option<Script>>,
    talk: Signal<Option<Conversation>>,
    board: StoredValue<Option<String>>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let so_far = talk.get_untracked();
    let whose = so_far
        .as_ref()
        .map_or(Whose::Household, Conversation::last_whose);
    let (stage, trail) = resume(script.get_untracked().as_ref(), so_far.as_ref(), whose);
    let talking = Talking {
        stage: RwSignal::new(stage),
        whose: RwSignal::new(whose),
        trail: RwSignal::new(trail),
        named: RwSignal::default(),
        sealed: RwSignal::default(),
        contacting: Contacting::new(&at),
        under_way: RwSignal::new(None),
        board,
    };
    keep_what_is_told(&at, talking);
    let place = (at.stream(), at.household);
    let keep_named = move |left| record_named(phone, evening, talking, place, left);
    when_left(keep_named);
    let label = at.label.clone();
    // Somebody else goes on with the answers of their own.
    let turn = move |whose| {
        talking.whose.set(whose);
        talking.under_way.set(None);
        let (script, talk) = (script.get_untracked(), talk.get_untracked());
        let (stage, trail) = resume(script.as_ref(), talk.as_ref(), whose);
        talking.trail.set(trail);
        talking.stage.set(stage);
    };
    view! {
        <Page title=t!("volunteer.talk") at=Place::Stair>
            <div class="row apart">
                <BackOrDoor at=at.clone() talking />
                <bdi class="figure">{label}</bdi>
            </div>
            <SaidTooHere at=at.clone() script talk talking />
            {move || {
                let at = at.clone();
                let asked = match (talking.stage.get(), script.get()) {
                    (Stage::At(place), Some(script)) => {
                        script.questions.get(place).cloned().flatten().map(|asked| (place, asked))
                    }
                    _ => None,
                };
                // Turned to somebody else at the same question, it is asked anew.
                talking.whose.track();
                match asked {
                    Some((place, asked)) => {
                        let so_far = talk
                            .with_untracked(|talk| Some(talk.as_ref()?.answers_of(talking.whose.get_untracked())))
                            .unwrap_or_default();
                        let before = so_far.get(&asked.id).cloned();
                        let asking = at.clone();
                        let give = move |given| give(phone, evening, (place, asked_id(script, place)), &at, script, talking, given);
                        view! {
                            <Question asked before under_way=talking.under_way give />
                            <WhoAnswers at=asking.clone() whose=talking.whose.into() turn=Callback::new(turn) />
                        }
                            .into_any()
                    }
                    None => view! { <Closing at talk talking keep_named=Callback::new(move |()| keep_named(Left::Gone)) /> }.into_any(),
                }
            }}
        </Page>
    }
}

fn asked_id(script: Memo<Option<Script>>, place: usize) -> Option<QuestionId> {
    script.with_untracked(|script| Some(script.as_ref()?.questions.get(place)?.as_ref()?.id))
}

/// One question back, with its answer kept; from the first, back to the door or the board.
#[component]
fn BackOrDoor(at: At, talking: Talking) -> impl IntoView {
    let taps = expect_context::<Evening>().taps;
    let back = move |click| {
        if taps.tremble(&click) {
            return;
        }
        let Some(before) = talking.trail.try_update(Vec::pop).flatten() else {
            return;
        };
        talking.stage.set(Stage::At(before));
    };
    move || {
        if talking.trail.with(Vec::is_empty) {
            let (address, words) = match talking.board.get_value() {
                Some(board) => (board, t!("volunteer.back_to_board")),
                None => (format!("/door/{}", at.door.0), t!("volunteer.door")),
            };
            view! {
                <a class="back" href=address>
                    {words}
                </a>
            }
            .into_any()
        } else {
            view! {
                <button type="button" class="button plain back" on:click=back>
                    {t!("volunteer.back")}
                </button>
            }
            .into_any()
        }
    }
}

/// Takes what was given: records it, and goes on once it is saved. What was under way when a
/// question was left is recorded beside what was done last, and read back at the end.
fn give(
    phone: Phone,
    evening: Evening,
    (place, question): (usize, Option<QuestionId>),
    at: &At,
    script: Memo<Option<Script>>,
    talking: Talking,
    given: Given,
) {
    let go_on = move |answer: Option<&Value>| {
        let next = script.with_untracked(|script| following(script.as_ref()?, place, answer));
        talking.trail.update(|trail| trail.push(place));
        talking.stage.set(next.map_or(Stage::Closing, Stage::At));
    };
    match given {
        Given::Nothing(answer) => go_on(answer.as_ref()),
        Given::Finish => {
            talking.trail.update(|trail| trail.push(place));
            talking.stage.set(Stage::Closing);
        }
        Given::Named(whom) => {
            talking.named.update(|named| named.push(whom));
            go_on(None);
        }
        Given::Left(left) => match *left {
            Given::Named(whom) => talking.named.update(|named| named.push(whom)),
            Given::Answer(value) => {
                let whose = talking.whose.get_untracked();
                if let Some((what, draft)) =
                    answer(phone, (place, question), at, (script, whose), &value)
                {
                    spawn_local(async move {
                        // A failure stands in the banner.
                        let _ = evening.record_beside(phone, what, vec![draft]).await;
                    });
                }
            }
            _ => {}
        },
        Given::Answer(value) => {
            let whose = talking.whose.get_untracked();
            let answered = answer(phone, (place, question), at, (script, whose), &value);
            let Some((what, draft)) = answered else {
                return;
            };
            spawn_local(async move {
                if evening.record(phone, what, vec![draft]).await.is_ok() {
                    go_on(Some(&value));
                }
            });
        }
    }
}

/// An answer in words, and as it is recorded.
fn answer(
    phone: Phone,
    (place, question): (usize, Option<QuestionId>),
    at: &At,
    (script, whose): (Memo<Option<Script>>, Whose),
    value: &Value,
) -> Option<(String, Draft)> {
    let (version, asked) = script.with_untracked(|script| {
        let script = script.as_ref()?;
        Some((script.version, script.questions.get(place)?.clone()?))
    })?;
    let words = super::said::value_words(&asked.answers, value);
    let what = t!("volunteer.kept_at", label = at.label, words = words);
    let (question, value) = (question?, value.clone());
    let draft = phone.read_untracked(|state| {
        let who = (at.household, whose);
        draft::answer_of(state, at.stream(), who, question, value, version)
    });
    Some((what, draft))
}

/// Where a talk goes on, and the questions that led there.
fn resume(
    script: Option<&Script>,
    talk: Option<&Conversation>,
    whose: Whose,
) -> (Stage, Vec<usize>) {
    let (place, way) = goes_on(script, talk, whose);
    (place.map_or(Stage::Closing, Stage::At), way)
}

/// Seals what was named for the organisers' eyes, each once.
fn record_named(
    phone: Phone,
    evening: Evening,
    talking: Talking,
    (stream, household): (Stream, HouseholdId),
    left: Left,
) {
    let mut named = talking.named.try_get_untracked().unwrap_or_default();
    // Typed, and the phone put away before it was kept.
    if let Some(Some(Given::Named(whom))) = talking.under_way.try_get_untracked() {
        if left == Left::Gone {
            talking.under_way.set(None);
        }
        named.push(whom);
    }
    let sealed = talking.sealed.try_get_untracked().unwrap_or_default();
    named.retain(|whom| !sealed.contains(whom));
    if named.is_empty() {
        return;
    }
    talking
        .sealed
        .try_update(|sealed| sealed.extend(named.clone()));
    let what = t!("volunteer.named_kept", whom = named.join(", "));
    let drafts = named
        .into_iter()
        .flat_map(|whom| {
            let fact = Fact::Nomination { whom };
            let sealed = Draft::new(Stream::Inner, fact, vec![household.into()]);
            [sealed, one_more_sealed(stream, household)]
        })
        .collect();
    spawn_local(async move {
        // A failure stands in the banner, and the phone holds what it could not save.
        let _ = evening.record_beside(phone, what, drafts).await;
    });
}
