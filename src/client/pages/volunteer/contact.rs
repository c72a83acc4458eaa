//! Whether a household may be asked again, and how: what they say is recorded at once; how to reach
//! them is sealed for the organisers when the page is left, and not even this phone reads it then.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::household::when_left;
use super::outcomes::At;
use super::privacy::Consent as ConsentWords;
use crate::canvass::consent::{self, Consent};
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::id::Facet;
use crate::canvass::stream::Stream;
use crate::client::parts::evening::Evening;
use crate::client::phone::Phone;
use crate::t;

/// A name, a number or an address is no longer than this: characters.
const LENGTH: usize = 120;

/// What a page at a door shares with its parts here. A handle, copied freely.
#[derive(Clone, Copy)]
struct Asking {
    phone: Phone,
    evening: Evening,
    at: StoredValue<At>,
    stands: Memo<Consent>,
    name: RwSignal<String>,
    reach: RwSignal<String>,
}

/// Folded away until it is asked; its heading says where they stand.
#[component]
pub fn BeInTouch(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let household = at.household;
    let asking = Asking {
        phone,
        evening: expect_context(),
        at: StoredValue::new(at),
        stands: Memo::new(move |_| {
            phone.read(|state| consent::consent(state, household, Facet::CONTACT_CONSENT))
        }),
        name: RwSignal::default(),
        reach: RwSignal::default(),
    };
    when_left(move || asking.keep_contact());
    let stands = asking.stands;
    let given = Memo::new(move |_| stands.get() == Consent::Given);
    view! {
        <details class="more">
            <summary>
                {t!("volunteer.be_in_touch")} " " <strong>{move || short(stands.get())}</strong>
            </summary>
            <div class="stack">
                <ConsentWords />
                {move || longer(stands.get()).map(|words| view! { <p role="status">{words}</p> })}
                <div class="stack" role="group" aria-label=t!("volunteer.be_in_touch")>
                    <Said asking yes=true />
                    <Said asking yes=false />
                </div>
                <Show when=move || given.get()>
                    <HowToReach asking />
                </Show>
            </div>
        </details>
    }
}

/// Where they stand, in a word or two; nothing before they were asked.
fn short(stands: Consent) -> Option<String> {
    match stands {
        Consent::NotAsked => None,
        Consent::Given => Some(t!("volunteer.yes")),
        Consent::Refused => Some(t!("volunteer.no")),
        Consent::Withdrawn => Some(t!("volunteer.taken_back")),
        Consent::Disagreement => Some(t!("volunteer.heard_both")),
    }
}

/// What has to be known of it besides.
fn longer(stands: Consent) -> Option<String> {
    match stands {
        Consent::Withdrawn => Some(t!("volunteer.taken_back_why")),
        Consent::Disagreement => Some(t!("volunteer.heard_both_why")),
        Consent::NotAsked | Consent::Given | Consent::Refused => None,
    }
}

/// One of the two answers.
#[component]
fn Said(asking: Asking, yes: bool) -> impl IntoView {
    let stands = asking.stands;
    let pressed = move || match (stands.get(), yes) {
        (Consent::Given, yes) => yes,
        (Consent::Refused | Consent::Withdrawn, yes) => !yes,
        (Consent::NotAsked | Consent::Disagreement, _) => false,
    };
    let words = match yes {
        true => t!("volunteer.yes_in_touch"),
        false => t!("volunteer.no_not_again"),
    };
    let say = move |click| {
        if !asking.evening.taps.tremble(&click) && !pressed() {
            asking.say(yes);
        }
    };
    view! {
        <button
            type="button"
            class="answer"
            aria-pressed=move || pressed().to_string()
            // A yes over what was taken back would not stand.
            disabled=move || yes && stands.get() == Consent::Withdrawn
            on:click=say
        >
            {words}
        </button>
    }
}

/// Their name and how to reach them. Nothing is kept of either before the page is left.
#[component]
fn HowToReach(asking: Asking) -> impl IntoView {
    let field = |id: &'static str, label: String, value: RwSignal<String>, filled: &'static str| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input
                    id=id
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    autocapitalize=filled
                    maxlength=LENGTH.to_string()
                    aria-describedby="reach-hint"
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                />
            </div>
        }
    };
    view! {
        {field("contact-name", t!("volunteer.contact_name"), asking.name, "words")}
        {field("contact-reach", t!("volunteer.contact_reach"), asking.reach, "off")}
        <p class="hint" id="reach-hint">
            {t!("volunteer.contact_hint")}
        </p>
    }
}

impl Asking {
    fn say(self, yes: bool) {
        let at = self.at.get_value();
        let words = match yes {
            true => t!("volunteer.yes_in_touch"),
            false => t!("volunteer.no_not_again"),
        };
        let what = t!("volunteer.kept_at", label = at.label, words = words);
        let drafts = self.phone.read_untracked(|state| {
            consent::said(
                state,
                at.stream(),
                at.household,
                Facet::CONTACT_CONSENT,
                yes,
            )
        });
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = self.evening.record(self.phone, what, drafts).await;
        });
    }

    /// Seals what was typed, where they agreed to it; forgets it where they did not.
    fn keep_contact(self) {
        let take = |field: RwSignal<String>| field.try_update(std::mem::take).unwrap_or_default();
        let (name, reach) = (take(self.name), take(self.reach));
        let (name, reach) = (name.trim().to_string(), reach.trim().to_string());
        let agreed = self.stands.try_get_untracked() == Some(Consent::Given);
        let Some(at) = self.at.try_get_value().filter(|_| agreed) else {
            return;
        };
        if reach.is_empty() {
            return;
        }
        let what = t!("volunteer.contact_kept", label = at.label);
        let fact = Fact::Contact { name, reach };
        let draft = Draft::new(Stream::Inner, fact, vec![at.household.into()]);
        spawn_local(async move {
            // A failure stands in the banner, and the phone holds what it could not save.
            let _ = self
                .evening
                .record_beside(self.phone, what, vec![draft])
                .await;
        });
    }
}
