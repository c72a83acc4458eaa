//! The privacy card: who asks, what is kept and why, whom it may be passed on to, until when.
//! Large, on the whole screen, to be shown at a door; it needs no signal.

use leptos::prelude::*;

use crate::canvass::about::AboutUs;
use crate::client::parts::page::{Heading, set_title};
use crate::client::parts::when::long_day;
use crate::client::phone::Phone;
use crate::t;

/// The one tap to it, from wherever one stands at a door.
#[component]
pub fn PrivacyLink() -> impl IntoView {
    view! {
        <a class="privacy-link" href="/privacy">
            {t!("phone.who_we_are")}
        </a>
    }
}

/// The card.
#[component]
pub fn PrivacyCard() -> impl IntoView {
    let phone = expect_context::<Phone>();
    set_title(&t!("phone.privacy"));
    let about = Memo::new(move |_| phone.read(AboutUs::read));
    let ends = move || phone.membership().get().map(|membership| membership.ends);
    let back = move |_| {
        // A browser without a page before this one stays, and the bar leads on.
        let _ = window().history().and_then(|history| history.back());
    };
    view! {
        <div class="page privacy-card">
            <main>
                <Heading>{t!("phone.privacy")}</Heading>
                {move || facts(about.get(), ends())}
                <p>{t!("phone.privacy_rights")}</p>
                <div class="reach">
                    <button type="button" class="button primary whole" on:click=back>
                        {t!("volunteer.back")}
                    </button>
                </div>
            </main>
        </div>
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
                <p class="quiet small" dir="auto">
                    {words}
                    " "
                    <PrivacyLink />
                </p>
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
