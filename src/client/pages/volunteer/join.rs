//! Joining: by the link one was sent, or by the 16 characters on a sheet.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::invitation::Invited;
use crate::client::parts::handed_over::said;
use crate::client::parts::page::{Heading, set_title};
use crate::client::parts::paste::Paste;
use crate::client::parts::tongue_choice::TongueChoice;
use crate::client::phone::Phone;
use crate::client::rest;
use crate::client::told::PhoneError;
use crate::sync::certificate::Role;
use crate::sync::closing::Closing;
use crate::sync::device::Invitation;
use crate::sync::invite::InviteCode;
use crate::t;

/// Where joining stands.
#[derive(Clone, Debug)]
enum Step {
    /// A code is to be typed.
    Typing,
    /// The endpoint is asked what the code is for.
    Looking,
    /// It said.
    Shown(Box<(InviteCode, Invitation)>),
    /// This device has joined, and fetches what it needs.
    Joined,
    /// Its campaign was handed over.
    Moved(Closing),
    /// This phone still has a list: the typed code brings another in its place.
    StillHas,
    /// This device organises a campaign: no invitation takes its place.
    Organises,
}

/// A handle for the steps, copied freely.
#[derive(Clone, Copy)]
struct Joining {
    phone: Phone,
    step: RwSignal<Step>,
    typed: RwSignal<String>,
    busy: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
}

impl Joining {
    /// Asks the endpoint what the typed code is for, on a phone that has no list.
    fn look(self) {
        self.wrong.set(None);
        if belongs(self.phone) {
            self.step.set(Step::StillHas);
            return;
        }
        self.step.set(Step::Looking);
        spawn_local(async move {
            let typed = self.typed.get_untracked();
            match self.phone.look(&typed).await {
                Ok(shown) => {
                    self.step.try_set(Step::Shown(Box::new(shown)));
                }
                Err(error) => self.fail(&error),
            }
        });
    }

    /// Sends what is not sent, closes the list and shows the invitation. That is looked at before:
    /// for one that is of no use nobody gives their doors away.
    fn change(self) {
        self.wrong.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let typed = self.typed.get_untracked();
            let shown = self.phone.look(&typed).await;
            let given_back = match &shown {
                Ok(_) => self.phone.give_list_back().await,
                Err(error) => Err(error.clone()),
            };
            self.busy.try_set(false);
            match (shown, given_back) {
                (Ok(shown), Ok(0)) => {
                    self.step.try_set(Step::Shown(Box::new(shown)));
                }
                (_, Ok(_)) => {
                    let refused = self.phone.status().get_untracked().not_accepted > 0;
                    self.wrong.try_set(Some(match refused {
                        true => t!("volunteer.not_accepted_why"),
                        false => t!("volunteer.still_has_no_signal"),
                    }));
                }
                (_, Err(PhoneError::NoAnswer)) => {
                    self.wrong
                        .try_set(Some(t!("volunteer.still_has_no_signal")));
                }
                // The list stays, and another code may be typed.
                (_, Err(error)) => self.fail(&error),
            }
        });
    }

    /// Back to the code, with what is wrong; or what stands in the invitation's place.
    fn fail(self, error: &PhoneError) {
        if let PhoneError::Moved(closing) = error {
            self.step.try_set(Step::Moved(closing.clone()));
            return;
        }
        self.wrong.try_set(Some(error.sentence()));
        self.step.try_set(Step::Typing);
    }

    /// Whether another language may be chosen: nothing is under way, or done, that would be gone.
    fn may_speak_another(self) -> bool {
        let step = self.step.read();
        matches!(*step, Step::Typing | Step::Shown(_) | Step::Moved(_)) && !self.busy.get()
    }

    /// Puts what was typed back into the address, for the page in another language to begin with.
    fn leave_code(self) {
        let typed = self.typed.get_untracked();
        let path = window().location().pathname().unwrap_or_default();
        if let (Ok(history), false) = (window().history(), typed.is_empty()) {
            // A browser that refuses has it typed again.
            let address = format!("{path}#{typed}");
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
        }
    }

    /// Joins by the code that was shown.
    fn join(self, name: String) {
        let Step::Shown(shown) = self.step.get_untracked() else {
            return;
        };
        let (code, invitation) = *shown;
        self.wrong.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let joined = self.phone.join(code, invitation, &name).await;
            self.busy.try_set(false);
            match joined {
                Ok(()) => {
                    self.step.try_set(Step::Joined);
                }
                // The name stays typed: another try needs no second thought.
                Err(PhoneError::NoAnswer) => {
                    self.wrong.try_set(Some(PhoneError::NoAnswer.sentence()));
                }
                Err(error) => self.fail(&error),
            }
        });
    }
}

/// Whether this phone belongs to a campaign. An emptied one may join anew, once it has sent what it
/// still had.
fn belongs(phone: Phone) -> bool {
    let waits = phone.tally().with_untracked(|tally| tally.waiting() > 0);
    let own = phone.membership().get_untracked();
    own.is_some_and(|own| !own.emptied || waits)
}

/// The code behind the address's `#`, which is taken off at once: it stays in no history.
fn take_code() -> Option<String> {
    let location = window().location();
    let code = location.hash().ok()?.trim_start_matches('#').to_string();
    if code.is_empty() {
        return None;
    }
    let path = location.pathname().ok()?;
    if let Ok(history) = window().history() {
        // A browser that refuses leaves the code in its address bar; joining goes on.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
    Some(code)
}

/// The way in.
#[component]
pub fn Join() -> impl IntoView {
    let phone = expect_context::<Phone>();
    set_title(&t!("volunteer.join"));
    let joining = Joining {
        phone,
        step: RwSignal::new(Step::Typing),
        typed: RwSignal::default(),
        busy: RwSignal::new(false),
        wrong: RwSignal::new(None),
    };
    let begin = move || {
        let code = take_code();
        let own = phone.membership().get_untracked();
        if own.is_some_and(|own| own.role == Role::Organiser) {
            joining.step.set(Step::Organises);
        } else if let Some(code) = code {
            joining.typed.set(code);
            joining.look();
        }
    };
    begin();
    // The same page may be given another link while it is open.
    let again = window_event_listener_untyped("hashchange", move |_| begin());
    on_cleanup(move || again.remove());
    view! {
        <div class="page">
            <main>
                <InsideApp typed=joining.typed />
                <PrivateWindow />
                {move || joining.may_speak_another().then(|| {
                    let before = Callback::new(move |()| joining.leave_code());
                    view! { <TongueChoice before /> }
                })}
                {move || match joining.step.get() {
                    Step::Typing => view! { <Typing joining /> }.into_any(),
                    Step::Looking => view! { <Looking /> }.into_any(),
                    Step::Shown(shown) => {
                        let (_, invitation) = *shown;
                        view! {
                            <Invited
                                invitation
                                busy=joining.busy.into()
                                wrong=joining.wrong.into()
                                join=Callback::new(move |name| joining.join(name))
                            />
                        }
                            .into_any()
                    }
                    Step::Moved(closing) => view! { <Moved closing joining /> }.into_any(),
                    // Joining has waited for the rest.
                    Step::Joined => rest::here().map(|rest| (rest.fetching)()).into_any(),
                    Step::StillHas => view! { <StillHas joining /> }.into_any(),
                    Step::Organises => view! { <Organises /> }.into_any(),
                }}
            </main>
        </div>
    }
}

/// What the page's own check has left word of on `<html>`: see public/check.js.
fn found(name: &str) -> bool {
    let root = document().document_element();
    root.is_some_and(|root| root.has_attribute(name))
}

/// In a private window nothing lasts either: said before an invitation is used up.
#[component]
fn PrivateWindow() -> impl IntoView {
    found("data-private").then(|| {
        view! {
            <div class="banner stop">
                <h2>{t!("phone.private_window")}</h2>
                <p>{t!("phone.private_window_how")}</p>
            </div>
        }
    })
}

/// Inside another app's browser nothing lasts: said once more, with the code to take, to who went
/// on there all the same.
#[component]
fn InsideApp(typed: RwSignal<String>) -> impl IntoView {
    let inside = found("data-inside");
    let code =
        move || typed.with(|typed| InviteCode::parse(typed).ok().map(|code| code.in_fours()));
    inside.then(|| {
        view! {
            <div class="banner stop">
                <h2>{t!("volunteer.inside_app")}</h2>
                <p>{t!("volunteer.inside_app_how")}</p>
                {move || {
                    code()
                        .map(|code| {
                            view! {
                                <p>
                                    {t!("volunteer.inside_app_code")} " "
                                    <strong>
                                        <bdi>{code}</bdi>
                                    </strong>
                                </p>
                            }
                        })
                }}
            </div>
        }
    })
}

#[component]
fn Typing(joining: Joining) -> impl IntoView {
    let Joining { typed, wrong, .. } = joining;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        joining.look();
    };
    let pasted = Callback::new(move |code: String| {
        typed.set(code);
        joining.look();
    });
    view! {
        <Heading>{t!("volunteer.join_title")}</Heading>
        <p>{t!("volunteer.join_how")}</p>
        <Paste pasted />
        <form class="stack" on:submit=submit>
            <div class="field">
                <label for="code">{t!("volunteer.code")}</label>
                <p class="hint" id="code-hint">
                    {t!("volunteer.code_hint")}
                </p>
                <p class="error" id="code-wrong" role="alert">
                    {move || wrong.get()}
                </p>
                <input
                    id="code"
                    class="code-input"
                    type="text"
                    dir="ltr"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    aria-describedby="code-hint code-wrong"
                    aria-invalid=move || wrong.get().map(|_| "true")
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            <button type="submit" class="button primary whole">
                {t!("volunteer.look_at_invitation")}
            </button>
        </form>
    }
}

#[component]
fn Looking() -> impl IntoView {
    view! {
        <Heading>{t!("volunteer.looking")}</Heading>
        <progress aria-label=t!("volunteer.looking")></progress>
    }
}

/// In an invitation's place: to whom its campaign was handed over, as its keyholders signed. Who opens it has nothing
/// of it, and is asked for nothing.
#[component]
fn Moved(closing: Closing, joining: Joining) -> impl IntoView {
    let another = move |_| {
        joining.typed.set(String::new());
        joining.step.set(Step::Typing);
    };
    view! {
        <Heading>{t!("phone.handed_over_title")}</Heading>
        <p>{said(&closing)}</p>
        <p>{t!("phone.handed_over_newcomer", to = closing.to)}</p>
        <button type="button" class="button whole" on:click=another>
            {t!("phone.handed_over_other_code")}
        </button>
        {belongs(joining.phone)
            .then(|| {
                view! {
                    <a class="button primary whole" href="/">
                        {t!("volunteer.to_today")}
                    </a>
                }
            })}
    }
}

/// Another evening's list: what is here is given back for it.
#[component]
fn StillHas(joining: Joining) -> impl IntoView {
    let Joining { busy, wrong, .. } = joining;
    let change = move |_| {
        if !busy.get_untracked() {
            joining.change();
        }
    };
    view! {
        <Heading>{t!("volunteer.still_has")}</Heading>
        <p>{t!("volunteer.still_has_why")}</p>
        <p class="error" role="alert">
            {move || wrong.get()}
        </p>
        <button
            type="button"
            class="button primary whole"
            aria-disabled=move || busy.get().then_some("true")
            on:click=change
        >
            {move || match busy.get() {
                true => t!("volunteer.status_sending"),
                false => t!("volunteer.still_has_change"),
            }}
        </button>
        <a class="button whole" href="/">
            {t!("volunteer.still_has_keep")}
        </a>
    }
}

/// An organiser's device stays in the campaign it organises.
#[component]
fn Organises() -> impl IntoView {
    view! {
        <Heading>{t!("volunteer.member_already")}</Heading>
        <p>{t!("volunteer.member_already_why")}</p>
        <a class="button primary whole" href="/">
            {t!("volunteer.to_today")}
        </a>
    }
}
