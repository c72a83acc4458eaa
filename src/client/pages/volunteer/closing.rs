//! The end of a talk: what was recorded is read back, and any of it struck out; a promise and a
//! note are kept; then on to the next door, or back to the board it is typed in from.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::acts::{Acting, ActsHere};
use super::contact::{BeInTouch, Contacting};
use super::helping::{HelpHere, Helping};
use super::household::{AddNote, AddResident, in_place_of};
use super::language::LANGUAGE;
use super::leaving::{Left, Once, when_left};
use super::not_named::NotNamed;
use super::one_tap::FoldedTap;
use super::outcomes::{At, onward};
use super::privacy::Consent;
use super::said::{is_consent, said, whose_words};
use super::signing::{SignHere, Signing};
use super::talk::Talking;
use super::tenure::TENURE;
use crate::canvass::consent;
use crate::canvass::conversation::{Conversation, Recorded};
use crate::canvass::draft::{self, Draft};
use crate::canvass::estate::team;
use crate::canvass::fact::Fact;
use crate::canvass::id::Facet;
use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::parts::page::Heading;
use crate::client::parts::when::{field_day, picked_day, short_day, tonight};
use crate::client::phone::Phone;
use crate::t;

/// A promise is no longer than this: characters.
const PROMISE_LENGTH: usize = 140;
/// Days offered by a tap: so many from today.
const DAYS: [i32; 3] = [1, 3, 7];

/// The last screen of a talk.
#[component]
pub fn Closing(
    at: At,
    talk: Signal<Option<Conversation>>,
    talking: Talking,
    keep_named: Callback<()>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let address = expect_context::<Address>();
    let acting = Acting::new(&at);
    let signing = Signing::new(&at);
    let helping = Helping::new(&at);
    let onward = {
        let at = at.clone();
        move |click| {
            if evening.taps.tremble(&click) {
                return;
            }
            keep_named.run(());
            let board = talking.board.get_value();
            address.go(&board.unwrap_or_else(|| onward(phone, &at)));
        }
    };
    let (promised, noted, named) = (at.clone(), at.clone(), at.clone());
    view! {
        <Heading>{t!("volunteer.read_back")}</Heading>
        <p>{t!("volunteer.read_back_why")}</p>
        <Consent />
        <ReadBack at=at.clone() talk talking acting signing helping />
        <SignHere signing />
        <ActsHere acting />
        <HelpHere helping />
        <Folded summary=|| t!("volunteer.add_follow_up")>
            <AddFollowUp at=promised />
        </Folded>
        <BeInTouch at=at.clone() contacting=talking.contacting />
        <NotNamed at=at.clone() />
        <FoldedTap at=at.clone() fact=LANGUAGE />
        <FoldedTap at=at.clone() fact=TENURE />
        <Folded summary=|| t!("volunteer.add_note")>
            <AddNote at=noted />
        </Folded>
        <Folded summary=|| t!("volunteer.who_lives_here")>
            <AddResident at=named />
        </Folded>
        <div class="reach">
            <button type="button" class="button primary whole" on:click=onward>
                {match talking.board.with_value(Option::is_some) {
                    true => t!("volunteer.done_to_board"),
                    false => t!("volunteer.done_next_door"),
                }}
            </button>
        </div>
    }
}

/// What was recorded, each with a way to strike it out.
#[component]
fn ReadBack(
    at: At,
    talk: Signal<Option<Conversation>>,
    talking: Talking,
    acting: Acting,
    signing: Signing,
    helping: Helping,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let lines = Memo::new(move |_| {
        let recorded = talk.get().map(|talk| talk.read_back()).unwrap_or_default();
        phone.read(|state| {
            recorded
                .into_iter()
                .filter_map(|recorded| {
                    let (what, words) = said(state, &recorded)?;
                    let what = match whose_words(state, &recorded.about) {
                        Some(whose) => format!("{whose}: {what}"),
                        None => what,
                    };
                    Some(((what, words), recorded))
                })
                .collect::<Vec<_>>()
        })
    });
    let contacting = talking.contacting;
    let nothing = move || {
        lines.with(Vec::is_empty)
            && talking.named.with(Vec::is_empty)
            && contacting.typed().is_none()
            && acting.is_empty()
            && signing.is_empty()
            && helping.is_empty()
    };
    view! {
        {move || nothing().then(|| view! { <p class="quiet">{t!("volunteer.nothing_recorded")}</p> })}
        <ul class="card" hidden=nothing>
            {move || {
                lines
                    .get()
                    .into_iter()
                    .map(|((what, words), recorded)| {
                        view! { <Said what words recorded at=at.clone() /> }
                    })
                    .collect_view()
            }}
            {move || (0..).zip(talking.named.get()).map(|(n, whom)| named(n, whom, talking)).collect_view()}
            {move || contacting.typed().map(|words| contact(words, contacting))}
            {move || acting.lines()}
            {move || signing.lines()}
            {move || helping.lines()}
        </ul>
    }
}

#[component]
fn Said(what: String, words: String, recorded: Recorded, at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let described = t!("volunteer.striking", what = words);
    let label = t!("volunteer.strike_what", what = words);
    let strike = move |_| {
        let described = described.clone();
        let dot = recorded.dot;
        let mut dots = vec![dot];
        if is_consent(&recorded.about) {
            // A no has two events: as long as it may be a slip, both go.
            let hearer = phone.hearer(at.stream());
            dots.extend(phone.read_untracked(|state| {
                consent::slips(state, hearer, at.household, Facet::CONTACT_CONSENT)
            }));
        }
        let drafts = phone.read_untracked(|state| draft::undo(state, at.stream(), &dots));
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = evening.record(phone, described, drafts).await;
        });
    };
    view! {
        <li class="said">
            <span class="quiet small">
                <bdi>{what}</bdi>
            </span>
            <span class="words">
                <bdi>{words}</bdi>
            </span>
            <button type="button" class="button" aria-label=label on:click=strike>
                {t!("volunteer.strike")}
            </button>
        </li>
    }
}

/// A door that was named. It is sealed for the organisers when the talk is left, or the phone put away.
fn named(place: usize, whom: String, talking: Talking) -> impl IntoView {
    let sealed = talking.sealed.with(|sealed| sealed.contains(&whom));
    let strike = move || {
        talking.named.update(|named| {
            if place < named.len() {
                named.remove(place);
            }
        });
    };
    sealed_later(t!("volunteer.named"), whom, sealed, strike)
}

/// How to reach them, as it is typed.
fn contact(words: String, contacting: Contacting) -> impl IntoView {
    let strike = move || contacting.empty();
    let sealed = contacting.is_sealed();
    sealed_later(t!("volunteer.contact_for"), words, sealed, strike)
}

/// A line of what is sealed later, and struck out before it is.
fn sealed_later(
    what: String,
    words: String,
    sealed: bool,
    strike: impl Fn() + 'static,
) -> impl IntoView {
    let label = t!("volunteer.strike_what", what = words);
    let strike = (!sealed).then(|| {
        view! {
            <button type="button" class="button" aria-label=label on:click=move |_| strike()>
                {t!("volunteer.strike")}
            </button>
        }
    });
    view! {
        <li class="said">
            <span class="quiet small">{what}</span>
            <span class="words">
                <bdi>{words}</bdi>
            </span>
            {strike}
            {sealed.then(|| view! { <span class="quiet small">{t!("volunteer.sealed_already")}</span> })}
        </li>
    }
}

/// A promise that is being typed.
#[derive(Clone, Copy)]
struct Promising {
    phone: Phone,
    evening: Evening,
    at: StoredValue<At>,
    what: RwSignal<String>,
    by: RwSignal<Option<i32>>,
    by_me: RwSignal<bool>,
    /// Somebody else of the team, by name.
    by_other: RwSignal<Option<String>>,
    /// Who says so: the one who knocks.
    me: StoredValue<Option<String>>,
    once: StoredValue<Once<Fact>>,
}

impl Promising {
    fn fact(self) -> Option<Fact> {
        let promised = self.what.try_get_untracked()?.trim().to_string();
        let by_me = self.by_me.try_get_untracked() == Some(true);
        let me = self.me.try_get_value().flatten();
        (!promised.is_empty()).then_some(Fact::FollowUp {
            what: promised,
            who: match by_me {
                true => me,
                false => self.by_other.try_get_untracked().flatten(),
            },
            by: self.by.try_get_untracked().flatten(),
        })
    }

    /// What is to be recorded of it; `None` where it has been.
    fn drafts(self) -> Option<(String, Vec<Draft>)> {
        let fact = self.fact()?;
        let at = self.at.try_get_value()?;
        let words = self.what.try_get_untracked()?;
        let described = t!(
            "volunteer.kept_at",
            label = at.label,
            words = words.trim().to_string()
        );
        let before = self
            .once
            .try_update_value(|once| once.begin(fact.clone()))??;
        let draft = Draft::new(at.stream(), fact, vec![at.household.into()]);
        Some((described, in_place_of(self.phone, draft, &before)))
    }

    fn empty(self) {
        self.what.try_set(String::new());
        self.by.try_set(None);
        self.by_me.try_set(false);
        self.by_other.try_set(None);
        self.once.try_set_value(Once::new());
    }

    fn keep(self) {
        let Some((described, drafts)) = self.drafts() else {
            // Recorded when the phone was put away.
            self.empty();
            return;
        };
        spawn_local(async move {
            match self.evening.record(self.phone, described, drafts).await {
                Ok(_) => self.empty(),
                // As with a note.
                Err(reason) if !reason.is_held() => drop(self.once.try_set_value(Once::new())),
                Err(_) => {}
            }
        });
    }

    /// What still stands there when it is left was promised all the same.
    fn keep_beside(self, left: Left) {
        if let Some((described, drafts)) = self.drafts() {
            spawn_local(async move {
                let saved = self
                    .evening
                    .record_beside(self.phone, described, drafts)
                    .await;
                // A failure stands in the banner.
                if let Ok(dots) = saved {
                    let last = dots.last().copied().into_iter().collect();
                    self.once.try_update_value(|once| once.stands_at(last));
                }
            });
        }
        if left == Left::Gone {
            self.what.try_set(String::new());
        }
    }
}

/// Something promised: what, by when, by whom. Only what is asked for.
#[component]
fn AddFollowUp(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    evening.knockers.look(phone);
    let owner = phone.membership().get_untracked().map(|own| own.name);
    let me = evening.knockers.visit().by.or(owner);
    let i_will = t!("volunteer.i_will", name = me.clone().unwrap_or_default());
    let promising = Promising {
        phone,
        evening,
        at: StoredValue::new(at),
        what: RwSignal::default(),
        by: RwSignal::new(None),
        by_me: RwSignal::new(false),
        by_other: RwSignal::new(None),
        me: StoredValue::new(me),
        once: StoredValue::new(Once::new()),
    };
    when_left(move |left| promising.keep_beside(left));
    let Promising {
        what, by, by_me, ..
    } = promising;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        promising.keep();
    };
    view! {
        <form class="stack" on:submit=submit>
            <div class="field">
                <label for="promise">{t!("volunteer.promise")}</label>
                <input
                    id="promise"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=PROMISE_LENGTH.to_string()
                    prop:value=what
                    on:input=move |event| what.set(event_target_value(&event))
                />
            </div>
            <ByWhen by />
            <button
                type="button"
                role="checkbox"
                class="answer several"
                aria-checked=move || by_me.get().to_string()
                on:click=move |_| by_me.update(|by_me| *by_me = !*by_me)
            >
                <bdi>{i_will}</bdi>
            </button>
            <Show when=move || !by_me.get()>
                <ByWhom by_other=promising.by_other />
            </Show>
            <button type="submit" class="button whole">
                {t!("volunteer.keep_follow_up")}
            </button>
        </form>
    }
}

/// Somebody of the team, as far as this phone knows their names; an organiser finds somebody else.
#[component]
fn ByWhom(by_other: RwSignal<Option<String>>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let names = phone.read_untracked(team);
    view! {
        <div class="field">
            <label for="by-whom">{t!("doors.by_whom")}</label>
            <select
                id="by-whom"
                on:change=move |event| {
                    let name = event_target_value(&event);
                    by_other.set((!name.is_empty()).then_some(name));
                }
            >
                <option value="">{t!("volunteer.nobody_yet")}</option>
                {names
                    .into_iter()
                    .map(|name| view! { <option value=name.clone()>{name.clone()}</option> })
                    .collect_view()}
            </select>
        </div>
    }
}

/// By which day: one of the next, or any other.
#[component]
fn ByWhen(by: RwSignal<Option<i32>>) -> impl IntoView {
    let today = tonight().today;
    let day = move |days: i32| {
        let day = today + days;
        view! {
            <button
                type="button"
                class="button"
                aria-pressed=move || (by.get() == Some(day)).to_string()
                on:click=move |_| by.update(|by| *by = (*by != Some(day)).then_some(day))
            >
                {short_day(day)}
            </button>
        }
    };
    // Empty while one of the days above is meant: two days on the screen would be one too many.
    let other = move || {
        let other = by.get().filter(|day| !DAYS.contains(&(day - today)));
        other.map_or_else(String::new, field_day)
    };
    view! {
        <fieldset class="stack">
            <legend>
                <strong>{t!("volunteer.by_when")}</strong>
            </legend>
            <div class="days">{DAYS.map(day).into_iter().collect_view()}</div>
            <div class="field">
                <label for="other-day">{t!("volunteer.other_day")}</label>
                <input
                    id="other-day"
                    type="date"
                    prop:value=other
                    on:change=move |event| by.set(picked_day(&event_target_value(&event)))
                />
            </div>
        </fieldset>
    }
}
