//! The privacy card: who asks, what is kept and why, whom it may be passed on to, until when.
//! Large, on the whole screen, to be shown at a door; it needs no signal.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::At;
use crate::canvass::about::AboutUs;
use crate::canvass::card;
use crate::canvass::id::HouseholdId;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::{Heading, set_title};
use crate::client::parts::when::{long_day, time_and_day, tonight};
use crate::client::phone::Phone;
use crate::t;

/// The one tap to it, from wherever one stands at a door. It is laid over the page: that stays as it
/// is, with what is typed on it.
#[component]
pub fn PrivacyLink() -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let shown = RwSignal::new(false);
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    // Wherever one stands at a door.
    let at = use_context::<At>();
    let show = move |_| {
        shown.set(true);
        if let Some(at) = &at {
            say_shown(phone, evening, at);
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
    view! {
        <button type="button" class="privacy-link" on:click=show>
            {t!("phone.who_we_are")}
        </button>
        <dialog
            class="privacy-card"
            node_ref=dialog
            aria-label=t!("phone.privacy")
            on:close=move |_| shown.set(false)
        >
            {move || shown.get().then(|| view! { <Card /> })}
            <button type="button" class="button primary whole" on:click=close>
                {t!("phone.privacy_close")}
            </button>
        </dialog>
    }
}

/// Records that the card is shown at a door, once an evening.
fn say_shown(phone: Phone, evening: Evening, at: &At) {
    let root = document().document_element();
    let language = root.and_then(|root| root.get_attribute("lang"));
    let language = language.unwrap_or_default();
    let (stream, since) = (at.stream(), tonight().since);
    let draft =
        phone.read_untracked(|state| card::shown(state, stream, at.household, &language, since));
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
    set_title(&t!("phone.privacy"));
    let back = move |_| {
        // A browser without a page before this one stays, and the bar leads on.
        let _ = window().history().and_then(|history| history.back());
    };
    view! {
        <div class="page privacy-card">
            <main>
                <Heading>{t!("phone.privacy")}</Heading>
                <Facts />
                <div class="reach">
                    <button type="button" class="button primary whole" on:click=back>
                        {t!("volunteer.back")}
                    </button>
                </div>
            </main>
        </div>
    }
}

/// The card, over a page that has its own heading.
#[component]
fn Card() -> impl IntoView {
    view! {
        <h2>{t!("phone.privacy")}</h2>
        <Facts />
    }
}

/// What the campaign says of itself, and what residents may ask.
#[component]
fn Facts() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let about = Memo::new(move |_| phone.read(AboutUs::read));
    let ends = move || phone.membership().get().map(|membership| membership.ends);
    let practice = phone.is_to_practise();
    view! {
        {practice.then(|| view! { <p class="watermark">{t!("practice.mark")}</p> })}
        {move || facts(about.get(), ends())}
        <p>{t!("phone.privacy_rights")}</p>
    }
}

fn facts(about: AboutUs, ends: Option<i64>) -> AnyView {
    if about.group.is_empty() {
        return view! { <p>{t!("phone.privacy_missing")}</p> }.into_any();
    }
    let shared = match about.shared_with.is_empty() {
        true => t!("phone.privacy_nobody"),
        false => about.shared_with,
    };
    let lines = [
        (t!("phone.privacy_group"), about.group),
        (t!("phone.privacy_contact"), about.contact),
        (t!("phone.privacy_kept"), about.kept),
        (t!("phone.privacy_why"), about.why),
        (t!("phone.privacy_shared"), shared),
        (
            t!("phone.privacy_until"),
            ends.map(long_day).unwrap_or_default(),
        ),
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

/// What is said before somebody agrees to something, with the way to the whole of it.
#[component]
pub fn Consent() -> impl IntoView {
    let phone = expect_context::<Phone>();
    move || {
        consent_words(phone).map(|words| {
            view! {
                <div class="quiet small" dir="auto">
                    {words}
                    " "
                    <PrivacyLink />
                </div>
            }
        })
    }
}

/// The campaign's own words: who asks, until when it is kept, who else gets it.
fn consent_words(phone: Phone) -> Option<String> {
    let about = phone.read(AboutUs::read);
    let day = long_day(phone.membership().get()?.ends);
    let AboutUs {
        group, shared_with, ..
    } = about;
    let words = match (group.is_empty(), shared_with.is_empty()) {
        (true, _) => return None,
        (false, true) => t!("phone.consent", group = group, day = day),
        (false, false) => t!(
            "phone.consent_shared",
            group = group,
            day = day,
            shared_with = shared_with
        ),
    };
    Some(words)
}
