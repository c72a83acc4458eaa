//! Wiping this phone: first what is not sent, which is sent where that can be done and spared
//! where not.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::{Heading, set_title};
use crate::client::phone::Phone;
use crate::organise::roster::organisers_at_work;
use crate::sync::certificate::Role;
use crate::t;

/// The page. Anybody's: also of who belongs to no campaign any more, and still has something here.
#[component]
pub fn Wipe() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let address = expect_context::<Address>();
    let evening = use_context::<Evening>();
    set_title(&t!("phone.wipe"));
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None);
    // Of a campaign one belongs to no more, nothing can be sent: what stayed would be gone.
    let left_behind = Memo::new(move |_| {
        let gone = phone.membership().get().is_none();
        let left = phone.left().get();
        left.filter(|_| gone).map_or(0, |left| left.unsent)
    });
    let waiting = Memo::new(move |_| phone.tally().get().waiting());
    let unsaved = move || evening.is_some_and(|it| !it.not_saved.with(Vec::is_empty));
    // Nor is anything taken of what a campaign has not taken before it was handed over.
    let left_behind = Memo::new(move |_| match phone.is_handed_over() {
        true => phone.status().get().not_accepted,
        false => left_behind.get(),
    });
    let words = move || match (left_behind.get(), waiting.get()) {
        // What is held in memory waits, too, and is counted nowhere.
        _ if unsaved() => t!("volunteer.status_not_saved"),
        (0, 0) => t!("phone.wipe_all_sent"),
        (0, n) => t!("phone.wipe_waiting", n = n),
        (n, _) => t!("phone.wipe_left_behind", n = n),
    };
    let wipe = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let wiped = phone.wipe().await;
            let _ = busy.try_set(false);
            match wiped {
                Ok(_) => {
                    if let Some(evening) = evening {
                        evening.knockers.forget();
                    }
                    address.go("/");
                }
                Err(reason) => {
                    let _ = wrong.try_set(Some(reason.sentence()));
                }
            }
        });
    };
    view! {
        <div class="page">
            <main>
                <a class="back" href="/">
                    {t!("volunteer.back")}
                </a>
                <Heading>{t!("phone.wipe_title")}</Heading>
                <p role="status">{words}</p>
                <p>{t!("phone.wipe_what")}</p>
                <Organises />
                <p class="error" role="alert">
                    {move || wrong.get()}
                </p>
                <div class="reach">
                    <button type="button" class="button danger whole" disabled=busy on:click=wipe>
                        {move || match busy.get() {
                            true => t!("phone.wiping"),
                            false => t!("phone.wipe_now"),
                        }}
                    </button>
                    <a class="button whole" href="/">
                        {t!("volunteer.cancel")}
                    </a>
                </div>
            </main>
        </div>
    }
}

/// What goes with an organiser's device.
#[component]
fn Organises() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let organises = Memo::new(move |_| {
        let own = phone.membership().get();
        own.is_some_and(|own| own.role == Role::Organiser)
    });
    let alone = Memo::new(move |_| phone.read(organisers_at_work) < 2);
    move || {
        organises.get().then(|| {
            view! {
                <div class="banner stop">
                    <p>{t!("phone.wipe_organiser")}</p>
                    <p hidden=move || !alone.get()>
                        <strong>{t!("phone.wipe_only_organiser")}</strong>
                    </p>
                </div>
            }
        })
    }
}
