//! Whether a household may be asked again, and how: what they say is recorded at once; how to reach
//! them is sealed for the organisers when the page is left, and not even this phone reads it then.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::leaving::{Left, Once, when_left};
use super::outcomes::At;
use super::privacy::Consent as ConsentWords;
use crate::canvass::consent::{self, Consent};
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::id::Facet;
use crate::canvass::readback::one_more_sealed;
use crate::canvass::stream::Stream;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::phone::Phone;
use crate::t;

/// A name, a number or an address is no longer than this: characters.
const LENGTH: usize = 120;

/// By which a page finds what is asked here.
pub const IN_TOUCH: &str = "in-touch";

/// How to reach somebody, as it is typed: it outlasts the form, so that it can be read back, and is
/// sealed when the page at the door is left. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Contacting {
    phone: Phone,
    evening: Evening,
    at: StoredValue<At>,
    stands: Memo<Consent>,
    name: RwSignal<String>,
    reach: RwSignal<String>,
    /// What was sealed while it still stood there: the phone was put away.
    sealed: RwSignal<Once<(String, String)>>,
}

impl Contacting {
    /// Nothing is typed yet.
    pub fn new(at: &At) -> Contacting {
        let phone = expect_context::<Phone>();
        let household = at.household;
        let contacting = Contacting {
            phone,
            evening: expect_context(),
            at: StoredValue::new(at.clone()),
            stands: Memo::new(move |_| {
                phone.read(|state| consent::consent(state, household, Facet::CONTACT_CONSENT))
            }),
            name: RwSignal::default(),
            reach: RwSignal::default(),
            sealed: RwSignal::default(),
        };
        when_left(move |left| contacting.seal(left));
        contacting
    }

    /// What is typed, in one line; nothing as long as they have not agreed, or cannot be reached by it.
    pub fn typed(self) -> Option<String> {
        let (name, reach) = (self.name.get(), self.reach.get());
        let (name, reach) = (name.trim(), reach.trim());
        if reach.is_empty() || self.stands.get() != Consent::Given {
            return None;
        }
        Some(match name.is_empty() {
            true => reach.to_string(),
            false => format!("{name}, {reach}"),
        })
    }

    /// Puts back what was typed before, where nothing is typed yet.
    pub fn put_back(self, name: &str, reach: &str) {
        let (typed_name, typed) = (
            self.name.try_get_untracked(),
            self.reach.try_get_untracked(),
        );
        let nothing = |typed: Option<String>| typed.is_some_and(|typed| typed.is_empty());
        if nothing(typed_name) && nothing(typed) {
            self.name.try_set(name.to_string());
            self.reach.try_set(reach.to_string());
        }
    }

    /// The name and how to reach them, as they are typed and nothing of them is sealed; nothing as long
    /// as they have not agreed. What was sealed half typed stands in memory alone from then on.
    pub fn unsealed(self) -> Option<(String, String)> {
        let (name, reach) = (self.name.get(), self.reach.get());
        let may = self.stands.get() == Consent::Given && !self.sealed.with(Once::has_begun);
        may.then(|| (name.trim().to_string(), reach.trim().to_string()))
    }

    /// Whether what is typed is sealed already.
    pub fn is_sealed(self) -> bool {
        let typed = (self.name.get(), self.reach.get());
        let typed = (typed.0.trim().to_string(), typed.1.trim().to_string());
        self.sealed.with(|sealed| sealed.has(&typed))
    }

    /// Forgets what is typed.
    pub fn empty(self) {
        self.name.try_set(String::new());
        self.reach.try_set(String::new());
    }

    /// Seals what was typed, where they agreed to it; forgets it where they did not.
    fn seal(self, left: Left) {
        let typed = |field: RwSignal<String>| {
            let typed = field.try_get_untracked().unwrap_or_default();
            typed.trim().to_string()
        };
        let (name, reach) = (typed(self.name), typed(self.reach));
        if left == Left::Gone {
            self.empty();
        }
        let agreed = self.stands.try_get_untracked() == Some(Consent::Given);
        let Some(at) = self.at.try_get_value().filter(|_| agreed) else {
            return;
        };
        let both = (name.clone(), reach.clone());
        let is_new = || self.sealed.try_update(|sealed| sealed.begin(both));
        if reach.is_empty() || is_new().flatten().is_none() {
            return;
        }
        let what = t!("volunteer.contact_kept", label = at.label);
        let fact = Fact::Contact { name, reach };
        let draft = Draft::new(Stream::Inner, fact, vec![at.household.into()]);
        let drafts = vec![draft, one_more_sealed(at.stream(), at.household)];
        spawn_local(async move {
            // A failure stands in the banner, and the phone holds what it could not save.
            let _ = self.evening.record_beside(self.phone, what, drafts).await;
        });
    }
}

/// What the question shares with its two answers. A handle, copied freely.
#[derive(Clone, Copy)]
struct Asking {
    phone: Phone,
    evening: Evening,
    at: StoredValue<At>,
    stands: Memo<Consent>,
    /// An answer is being saved: the next one is about what that makes of it.
    busy: RwSignal<bool>,
}

/// Folded away until it is asked; its heading says where they stand.
#[component]
pub fn BeInTouch(
    /// The door.
    at: At,
    /// What is typed of how to reach them.
    contacting: Contacting,
) -> impl IntoView {
    let stands = contacting.stands;
    let asking = Asking {
        phone: contacting.phone,
        evening: contacting.evening,
        at: StoredValue::new(at),
        stands,
        busy: RwSignal::new(false),
    };
    let given = Memo::new(move |_| stands.get() == Consent::Given);
    let refused = Memo::new(move |_| matches!(stands.get(), Consent::Refused | Consent::Withdrawn));
    let summary = move || {
        view! {
            {t!("volunteer.be_in_touch")}
            " "
            <strong>{move || short(stands.get())}</strong>
        }
    };
    view! {
        <Folded id=IN_TOUCH summary>
            <div class="stack">
                <ConsentWords />
                {move || longer(stands.get()).map(|words| view! { <p role="status">{words}</p> })}
                <div class="stack" role="group" aria-label=t!("volunteer.be_in_touch")>
                    <Said asking yes=true />
                    <Said asking yes=false />
                </div>
                <Show when=move || refused.get()>
                    <p class="hint">{t!("volunteer.no_nobody_at_door")}</p>
                </Show>
                <Show when=move || given.get()>
                    <HowToReach contacting />
                </Show>
            </div>
        </Folded>
    }
}

/// Where they stand, in a word or two; nothing before they were asked.
fn short(stands: Consent) -> Option<String> {
    match stands {
        Consent::NotAsked => None,
        Consent::Given => Some(t!("volunteer.yes")),
        Consent::Refused | Consent::Withdrawn => Some(t!("volunteer.no")),
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
    let may = Memo::new(move |_| {
        // Both change what may be said: what stands, and that something was tapped.
        stands.track();
        asking.busy.track();
        !yes || asking.may_agree()
    });
    let stands_so = move || match stands.get_untracked() {
        Consent::Given => yes,
        Consent::Withdrawn => !yes,
        _ => false,
    };
    let say = move |click| {
        if !asking.evening.taps.tremble(&click) && !asking.busy.get_untracked() && !stands_so() {
            asking.say(yes);
        }
    };
    view! {
        <button
            type="button"
            class="answer"
            aria-pressed=move || pressed().to_string()
            // A yes over a no that stands would be none.
            disabled=move || !may.get()
            on:click=say
        >
            {words}
        </button>
    }
}

/// Their name and how to reach them. Nothing is kept of either before the page is left.
#[component]
fn HowToReach(contacting: Contacting) -> impl IntoView {
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
    let Contacting { name, reach, .. } = contacting;
    let name_alone = Memo::new(move |_| {
        let empty = |field: RwSignal<String>| field.with(|typed| typed.trim().is_empty());
        !empty(name) && empty(reach)
    });
    view! {
        {field("contact-name", t!("volunteer.contact_name"), name, "words")}
        {field("contact-reach", t!("volunteer.contact_reach"), reach, "off")}
        <p role="status">{move || name_alone.get().then(|| t!("volunteer.contact_no_reach"))}</p>
        <p class="hint" id="reach-hint">
            {t!("volunteer.contact_hint")}
        </p>
    }
}

impl Asking {
    /// Whether a yes would be one, now.
    fn may_agree(self) -> bool {
        let at = self.at.get_value();
        let hearer = self.phone.hearer(at.stream());
        let purpose = Facet::CONTACT_CONSENT;
        self.phone
            .read_untracked(|state| consent::may_agree(state, hearer, at.household, purpose))
    }

    fn say(self, yes: bool) {
        let at = self.at.get_value();
        let words = match yes {
            true => t!("volunteer.yes_in_touch"),
            false => t!("volunteer.no_not_again"),
        };
        let what = t!("volunteer.kept_at", label = at.label, words = words);
        let hearer = self.phone.hearer(at.stream());
        let drafts = self.phone.read_untracked(|state| {
            consent::said(
                state,
                hearer,
                at.stream(),
                at.household,
                Facet::CONTACT_CONSENT,
                yes,
            )
        });
        self.busy.set(true);
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = self
                .evening
                .record_with_undo(self.phone, what, None, drafts)
                .await;
            self.busy.try_set(false);
        });
    }
}
