//! Another device of one's own, above all the app on an iPhone's home screen: one tap makes the invitation
//! for it and copies it, one there pastes it, one joins.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::clipboard::{copy, copy_later};
use crate::client::clock::now;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::when::{clock_time, long_day};
use crate::client::phone::Phone;
use crate::sync::invite::InviteCode;
use crate::t;

/// How long the invitation may be used, in seconds: it is for what one has in one's hand.
const GOOD_FOR: i64 = 24 * 3600;

/// An invitation that was just made. It is shown now and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    code: InviteCode,
    until: i64,
}

impl Made {
    fn link(&self) -> String {
        self.code.link(&location().origin().unwrap_or_default())
    }
}

/// What the page holds.
#[derive(Clone, Copy)]
struct Making {
    phone: Phone,
    busy: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
    made: RwSignal<Option<Made>>,
    /// Whether it was copied, once that is known.
    copied: RwSignal<Option<bool>>,
}

impl Making {
    /// Makes it, and copies it within the same tap.
    fn make(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.wrong.set(None);
        self.copied.set(None);
        let copied = copy_later(async move {
            let until = now() + GOOD_FOR;
            let outcome = self.phone.invite_own_device(until).await;
            self.busy.try_set(false);
            match outcome {
                Ok(code) => {
                    let made = Made { code, until };
                    let link = made.link();
                    self.made.try_set(Some(made));
                    Some(link)
                }
                Err(reason) => {
                    self.wrong.try_set(Some(reason.sentence()));
                    None
                }
            }
        });
        spawn_local(async move {
            self.copied.try_set(Some(copied.await));
        });
    }

    /// Copies it once more.
    fn copy(self, made: &Made) {
        let copied = copy(&made.link());
        spawn_local(async move {
            self.copied.try_set(Some(copied.await));
        });
    }
}

/// The page.
#[component]
pub fn OwnDevicePage() -> impl IntoView {
    let making = Making {
        phone: expect_context::<Phone>(),
        busy: RwSignal::new(false),
        wrong: RwSignal::new(None),
        made: RwSignal::new(None),
        copied: RwSignal::new(None),
    };
    view! {
        <Page title=t!("phone.own_device") at=Place::Elsewhere>
            <Heading>{t!("phone.own_device")}</Heading>
            <p>{t!("phone.device_what")}</p>
            <p role="status">{move || waits(making.phone)}</p>
            <p class="error" role="alert">
                {move || making.wrong.get()}
            </p>
            {move || match making.made.get() {
                None => view! { <Make making /> }.into_any(),
                Some(made) => view! { <Shown making made /> }.into_any(),
            }}
        </Page>
    }
}

/// What goes from here before another device begins.
fn waits(phone: Phone) -> String {
    match phone.tally().get().waiting() {
        0 => t!("phone.device_none_waits"),
        n => t!("phone.device_waits", n = n),
    }
}

#[component]
fn Make(making: Making) -> impl IntoView {
    let words = move || match making.busy.get() {
        true => t!("phone.device_making"),
        false => t!("phone.device_make"),
    };
    view! {
        <div class="reach">
            <button
                type="button"
                class="button primary whole"
                aria-disabled=move || making.busy.get().then_some("true")
                on:click=move |_| making.make()
            >
                {words}
            </button>
        </div>
    }
}

#[component]
fn Shown(making: Making, made: Made) -> impl IntoView {
    let copied = move || {
        Some(match making.copied.get()? {
            true => t!("phone.device_copied", paste = t!("phone.paste")),
            false => t!("phone.device_not_copied"),
        })
    };
    let until = t!(
        "volunteer.invited_until",
        day = long_day(made.until),
        time = clock_time(made.until)
    );
    let link = made.link();
    let fours = made.code.in_fours();
    view! {
        <p role="status">{copied}</p>
        <div class="card" translate="no">
            <a class="invite-link" href=link.clone()>
                <bdi>{link.clone()}</bdi>
            </a>
            <strong>
                <bdi>{fours}</bdi>
            </strong>
        </div>
        <p>{t!("phone.device_once")}</p>
        <p>{until}</p>
        <div class="reach">
            <button type="button" class="button whole" on:click=move |_| making.copy(&made)>
                {t!("phone.device_again")}
            </button>
            <a class="button whole" href="/today">
                {t!("volunteer.to_today")}
            </a>
        </div>
    }
}
