//! The privacy card: who asks, what is kept and why, whom it may be passed on to, until when.
//! Large, on the whole screen, to be shown at a door; it needs no signal. In English, or in a language
//! in which somebody who speaks it has read it: see `locales::Card`.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::At;
use crate::canvass::about::AboutUs;
use crate::canvass::card;
use crate::canvass::id::HouseholdId;
use crate::canvass::language::spoken;
use crate::client::parts::evening::Evening;
use crate::client::parts::language::language_name;
use crate::client::parts::page::{Heading, set_title};
use crate::client::parts::when::{long_day_in, time_and_day, tonight};
use crate::client::phone::Phone;
use crate::client::tongue;
use crate::locales::{self, Card, Tongue, read_cards};
use crate::t;

/// The language a card comes up in, of those noted of a household and those in which it was read; and
/// the noted ones in which it cannot be shown, as they were noted.
fn comes_up_in(noted: &[String], read: &[Tongue]) -> (Tongue, Vec<String>) {
    let may_be = |noted: &String| {
        let tongue = Tongue::of(noted);
        tongue.filter(|tongue| *tongue == Tongue::ENGLISH || read.contains(tongue))
    };
    match noted.iter().find_map(may_be) {
        Some(tongue) => (tongue, Vec::new()),
        None => (Tongue::ENGLISH, noted.to_vec()),
    }
}

/// A card that is shown, and how it is chosen in which language.
#[derive(Clone, Copy)]
struct Shown {
    card: RwSignal<Card>,
    /// Noted of the household, and not to be had.
    unread: RwSignal<Vec<String>>,
}

impl Shown {
    /// In English, until another is asked for.
    fn new() -> Shown {
        Shown {
            card: RwSignal::new(Card::english()),
            unread: RwSignal::default(),
        }
    }

    /// In the language noted of the household at the door, if there is one; and that it is shown there.
    fn at_door(self, phone: Phone, evening: Evening, at: At) {
        let noted = phone.read_untracked(|state| spoken(state, at.household));
        let read: Vec<_> = read_cards().collect();
        let (tongue, unread) = comes_up_in(&noted, &read);
        self.unread.set(unread);
        self.card.set(Card::english());
        spawn_local(async move {
            let card = card_in(tongue).await;
            self.card.try_set(card);
            say_shown(phone, evening, &at, card.tongue());
        });
    }

    /// In this language.
    fn say_in(self, tongue: Tongue) {
        spawn_local(async move {
            self.card.try_set(card_in(tongue).await);
        });
    }
}

/// The card in this language; in English where its words are not here, or were not read after all.
async fn card_in(tongue: Tongue) -> Card {
    let catalogue = tongue::catalogue(tongue).await.ok();
    let card = catalogue.and_then(|catalogue| Card::of(catalogue).ok());
    card.unwrap_or_else(Card::english)
}

/// What is said to those at a door before they agree to something: in the language noted of them, else in
/// the volunteer's, each only where somebody has read it; in English until it is there.
pub fn card_at(phone: Phone, household: HouseholdId) -> RwSignal<Card> {
    let card = RwSignal::new(Card::english());
    let noted = phone.read_untracked(|state| spoken(state, household));
    let read: Vec<_> = read_cards().collect();
    let tongue = match noted.is_empty() {
        true => locales::spoken().tongue,
        false => comes_up_in(&noted, &read).0,
    };
    spawn_local(async move {
        card.try_set(card_in(tongue).await);
    });
    card
}

/// The one tap to it, from wherever one stands at a door. It is laid over the page: that stays as it
/// is, with what is typed on it.
#[component]
pub fn PrivacyLink() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    // Wherever one stands at a door.
    let at = use_context::<At>();
    let dialog = NodeRef::<html::Dialog>::new();
    let open = RwSignal::new(false);
    let shown = Shown::new();
    let show = move |_| {
        open.set(true);
        if let Some(at) = &at {
            shown.at_door(phone, evening, at.clone());
        }
        if let Some(dialog) = dialog.get_untracked()
            && !dialog.open()
        {
            // It fails where it is shown already.
            let _ = dialog.show_modal();
        }
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let say = move |key: &str| shown.card.get().say(key, &[]);
    view! {
        <button type="button" class="privacy-link" on:click=show>
            {t!("phone.who_we_are")}
        </button>
        <dialog
            class="privacy-card"
            node_ref=dialog
            aria-label=move || say("card.title")
            lang=move || shown.card.get().tongue().tag()
            dir=move || shown.card.get().tongue().direction()
            on:close=move |_| open.set(false)
        >
            {move || {
                open.get()
                    .then(|| {
                        view! {
                            <Languages shown />
                            <h2>{say("card.title")}</h2>
                            <Facts shown />
                        }
                    })
            }}
            <button type="button" class="button primary whole" on:click=close>
                {move || say("card.close")}
            </button>
        </dialog>
    }
}

/// Records that the card is shown at a door, in this language, once an evening.
fn say_shown(phone: Phone, evening: Evening, at: &At, tongue: Tongue) {
    let language = tongue.tag();
    let (stream, since) = (at.stream(), tonight().since);
    let draft =
        phone.read_untracked(|state| card::shown(state, stream, at.household, language, since));
    let Some(draft) = draft else { return };
    let what = t!("phone.card_shown_at", label = at.label);
    spawn_local(async move {
        // A failure stands in the banner.
        let _ = evening.record_beside(phone, what, vec![draft]).await;
    });
}

/// When the card was last shown here.
#[component]
pub fn CardShown(household: HouseholdId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let at = Memo::new(move |_| phone.read(|state| card::shown_at(state, household)));
    move || {
        at.get().map(|at| {
            let words = t!("phone.card_shown", when = time_and_day(at));
            view! { <p class="quiet small">{words}</p> }
        })
    }
}

/// The card as a page of its own.
#[component]
pub fn PrivacyCard() -> impl IntoView {
    let shown = Shown::new();
    set_title(&shown.card.get_untracked().say("card.title", &[]));
    let back = move |_| {
        // A browser without a page before this one stays, and the bar leads on.
        let _ = window().history().and_then(|history| history.back());
    };
    view! {
        <div
            class="page privacy-card"
            lang=move || shown.card.get().tongue().tag()
            dir=move || shown.card.get().tongue().direction()
        >
            <main>
                <Heading>{move || shown.card.get().say("card.title", &[])}</Heading>
                <Languages shown />
                <Facts shown />
                <div class="reach">
                    <button type="button" class="button primary whole" on:click=back>
                        {t!("volunteer.back")}
                    </button>
                </div>
            </main>
        </div>
    }
}

/// The languages in which the card may be shown, and why it is in none that was noted.
#[component]
fn Languages(shown: Shown) -> impl IntoView {
    let read: Vec<_> = read_cards().collect();
    let offered = (!read.is_empty()).then(|| {
        let all = std::iter::once(Tongue::ENGLISH).chain(read);
        let one = move |tongue: Tongue| {
            view! {
                <button
                    type="button"
                    class="button"
                    lang=tongue.tag()
                    dir=tongue.direction()
                    aria-pressed=move || (shown.card.get().tongue() == tongue).to_string()
                    on:click=move |_| shown.say_in(tongue)
                >
                    {tongue.own_name()}
                </button>
            }
        };
        view! {
            <div class="row" role="group" aria-label=t!("phone.card_in")>
                {all.map(one).collect_view()}
            </div>
        }
    });
    let spoken = locales::spoken().tongue;
    let why = move |language: String| {
        let words = t!("phone.card_unread", language = language_name(&language));
        // For the volunteer, in the volunteer's language, over a card in English.
        view! {
            <p class="banner" lang=spoken.tag() dir=spoken.direction()>
                {words}
            </p>
        }
    };
    view! {
        {move || shown.unread.get().into_iter().map(why).collect_view()}
        {offered}
    }
}

/// What the campaign says of itself, and what residents may ask.
#[component]
fn Facts(shown: Shown) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let about = Memo::new(move |_| phone.read(AboutUs::read));
    let ends = move || phone.membership().get().map(|membership| membership.ends);
    let practice = phone.is_to_practise();
    view! {
        {practice.then(|| view! { <p class="watermark">{t!("practice.mark")}</p> })}
        {move || facts(shown.card.get(), about.get(), ends())}
        <p>{move || shown.card.get().say("card.rights", &[])}</p>
    }
}

fn facts(card: Card, about: AboutUs, ends: Option<i64>) -> AnyView {
    let say = |key: &str| card.say(key, &[]);
    if about.group.is_empty() {
        return view! { <p>{say("card.missing")}</p> }.into_any();
    }
    let shared = match about.shared_with.is_empty() {
        true => say("card.nobody"),
        false => about.shared_with,
    };
    // The group's own words stay as it wrote them, unless they are the ones it was offered.
    let usual = |words: String, key: &str| match words == Card::english().say(key, &[]) {
        true => say(key),
        false => words,
    };
    let until = ends.map(|ends| long_day_in(&card.calendar(), ends));
    let lines = [
        (say("card.group"), about.group),
        (say("card.contact"), about.contact),
        (say("card.kept"), usual(about.kept, "card.kept_usual")),
        (say("card.why"), usual(about.why, "card.why_usual")),
        (say("card.shared"), shared),
        (say("card.until"), until.unwrap_or_default()),
    ];
    let said = lines.into_iter().filter(|(_, words)| !words.is_empty());
    view! {
        <dl>
            {said
                .map(|(name, words)| {
                    view! {
                        <dt>{name}</dt>
                        <dd dir="auto">{words}</dd>
                    }
                })
                .collect_view()}
        </dl>
    }
    .into_any()
}

/// What is said before somebody agrees to something, with the way to the whole of it. In the
/// volunteer's language only where somebody has read that: it is what a resident agrees to.
#[component]
pub fn Consent() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let spoken = locales::spoken().tongue;
    let read = Card::of(locales::spoken());
    let unread = read.is_err();
    let card = read.unwrap_or_else(|_| Card::english());
    // For the volunteer, as over the card: why it is in another language than the rest of the page.
    let why = move || {
        let language = language_name(spoken.tag());
        unread.then(|| view! { <p>{t!("phone.consent_unread", language = language)}</p> })
    };
    // Only where they change is this drawn anew: the card that is laid open from here would close.
    let words = Memo::new(move |_| consent_words(card, phone));
    move || {
        words.get().map(|words| {
            let tongue = card.tongue();
            view! {
                <div class="quiet small">
                    <p lang=tongue.tag() dir=tongue.direction()>
                        {words}
                    </p>
                    {why()}
                    <PrivacyLink />
                </div>
            }
        })
    }
}

/// The campaign's own words: who asks, until when it is kept, who else gets it.
fn consent_words(card: Card, phone: Phone) -> Option<String> {
    let about = phone.read(AboutUs::read);
    if about.group.is_empty() {
        return None;
    }
    let day = long_day_in(&card.calendar(), phone.membership().get()?.ends);
    let (group, day) = (("group", about.group), ("day", day));
    Some(match about.shared_with.is_empty() {
        true => card.say("card.consent", &[group, day]),
        false => {
            let shared_with = ("shared_with", about.shared_with);
            card.say("card.consent_shared", &[group, day, shared_with])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_comes_up_in_a_noted_language_only_where_it_was_read() {
        let (welsh, urdu) = (Tongue::of("cy").unwrap(), Tongue::of("ur").unwrap());
        let check = |noted: &[&str], read: &[Tongue], tongue: Tongue, unread: &[&str]| {
            let noted: Vec<_> = noted.iter().map(ToString::to_string).collect();
            let (comes, cannot) = comes_up_in(&noted, read);
            assert_eq!(
                (comes, cannot),
                (tongue, unread.iter().map(ToString::to_string).collect())
            );
        };
        check(&[], &[welsh], Tongue::ENGLISH, &[]);
        check(&["ur"], &[], Tongue::ENGLISH, &["ur"]);
        check(&["ur"], &[welsh], Tongue::ENGLISH, &["ur"]);
        check(&["ur"], &[welsh, urdu], urdu, &[]);
        check(&["ur", "cy"], &[welsh], welsh, &[]);
        check(&["en", "ur"], &[], Tongue::ENGLISH, &[]);
        check(
            &["Tigrinya", "pa"],
            &[welsh],
            Tongue::ENGLISH,
            &["Tigrinya", "pa"],
        );
    }
}
