//! The PIN of this phone: typed when the app is opened; set, changed or taken away.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::parts::page::{Heading, set_title};
use crate::client::phone::Phone;
use crate::client::pin::PinError;
use crate::sync::pin::SHORTEST;
use crate::t;

fn words(error: &PinError) -> String {
    match error {
        PinError::Wrong => t!("phone.pin_wrong"),
        PinError::NotDone => t!("phone.pin_not_done"),
    }
}

/// A field for a PIN.
#[component]
fn PinField(
    id: &'static str,
    label: String,
    value: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
    /// `current-password` or `new-password`: so that nothing is filled in by mistake.
    kind: &'static str,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="password"
                autocomplete=kind
                aria-describedby="pin-wrong"
                aria-invalid=move || wrong.get().map(|_| "true")
                bind:value=value
            />
        </div>
    }
}

/// In place of everything, until the PIN is typed.
#[component]
pub fn Locked() -> impl IntoView {
    let phone = expect_context::<Phone>();
    set_title(&t!("phone.locked"));
    let pin = RwSignal::new(String::new());
    let wrong = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let open = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let opened = phone.unlock(&pin.get_untracked()).await;
            let _ = busy.try_set(false);
            if let Err(reason) = opened {
                let _ = pin.try_set(String::new());
                let _ = wrong.try_set(Some(words(&reason)));
            }
        });
    };
    let wipe = move |_| {
        spawn_local(async move {
            if let Err(reason) = phone.wipe_locked().await {
                let _ = wrong.try_set(Some(words(&reason)));
            }
        });
    };
    view! {
        <div class="page">
            <main>
                <Heading>{t!("phone.locked")}</Heading>
                <form class="stack" on:submit=open>
                    <p class="error" id="pin-wrong" role="alert">
                        {move || wrong.get()}
                    </p>
                    <PinField
                        id="pin"
                        label=t!("phone.pin")
                        value=pin
                        wrong=wrong
                        kind="current-password"
                    />
                    <button type="submit" class="button primary whole" disabled=busy>
                        {move || match busy.get() {
                            true => t!("phone.pin_opening"),
                            false => t!("phone.pin_open"),
                        }}
                    </button>
                </form>
                <details class="more">
                    <summary>{t!("phone.pin_forgotten")}</summary>
                    <p>{t!("phone.pin_forgotten_what")}</p>
                    <button type="button" class="button danger whole" on:click=wipe>
                        {t!("phone.pin_wipe")}
                    </button>
                </details>
            </main>
        </div>
    }
}

/// A PIN that is being set. A handle, copied freely.
#[derive(Clone, Copy)]
struct Setting {
    phone: Phone,
    /// This phone has one.
    has: RwSignal<bool>,
    first: RwSignal<String>,
    second: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
    said: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Setting {
    fn new(phone: Phone) -> Setting {
        Setting {
            phone,
            has: RwSignal::new(phone.has_pin()),
            first: RwSignal::default(),
            second: RwSignal::default(),
            wrong: RwSignal::new(None),
            said: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn typed(self) {
        let pin = self.first.get_untracked();
        if pin.chars().count() < SHORTEST {
            self.wrong.set(Some(t!("phone.pin_short", n = SHORTEST)));
        } else if pin != self.second.get_untracked() {
            self.wrong.set(Some(t!("phone.pin_differs")));
        } else {
            self.keep(Some(pin));
        }
    }

    /// Asks for this one from now on, or for none.
    fn keep(self, pin: Option<String>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.wrong.set(None);
        self.said.set(None);
        spawn_local(async move {
            let set = self.phone.set_pin(pin.as_deref()).await;
            // The page may have been left meanwhile.
            let _ = self.busy.try_set(false);
            match set {
                Ok(()) => {
                    let _ = self.has.try_set(pin.is_some());
                    let _ = self.said.try_set(Some(match pin {
                        Some(_) => t!("phone.pin_set"),
                        None => t!("phone.pin_gone"),
                    }));
                    let _ = self.first.try_set(String::new());
                    let _ = self.second.try_set(String::new());
                }
                Err(reason) => {
                    let _ = self.wrong.try_set(Some(words(&reason)));
                }
            }
        });
    }
}

/// Where a PIN is set, changed or taken away.
#[component]
pub fn PinPage() -> impl IntoView {
    set_title(&t!("phone.pin"));
    let setting = Setting::new(expect_context::<Phone>());
    let Setting {
        has,
        first,
        second,
        wrong,
        said,
        busy,
        ..
    } = setting;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        setting.typed();
    };
    view! {
        <div class="page">
            <main>
                <a class="back" href="/">
                    {t!("volunteer.back")}
                </a>
                <Heading>{t!("phone.pin_title")}</Heading>
                <p>{t!("phone.pin_what")}</p>
                <p>{t!("phone.pin_what_not")}</p>
                <p role="status">{move || said.get()}</p>
                <form class="stack" on:submit=submit>
                    <p class="error" id="pin-wrong" role="alert">
                        {move || wrong.get()}
                    </p>
                    <PinField
                        id="pin"
                        label=t!("phone.pin_new", n = SHORTEST)
                        value=first
                        wrong=wrong
                        kind="new-password"
                    />
                    <PinField
                        id="pin-again"
                        label=t!("phone.pin_again")
                        value=second
                        wrong=wrong
                        kind="new-password"
                    />
                    <button type="submit" class="button primary whole" disabled=busy>
                        {t!("phone.pin_keep")}
                    </button>
                </form>
                <Show when=move || has.get()>
                    <button
                        type="button"
                        class="button whole"
                        disabled=busy
                        on:click=move |_| setting.keep(None)
                    >
                        {t!("phone.pin_remove")}
                    </button>
                </Show>
            </main>
        </div>
    }
}
