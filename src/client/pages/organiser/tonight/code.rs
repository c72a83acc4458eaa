//! A team's square code: an invitation to its turf that its people scan before they walk off. It is
//! kept in this tab alone, so that going to another page and back loses none.

use std::cell::RefCell;
use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Evening;
use crate::canvass::about::AboutUs;
use crate::canvass::estate;
use crate::canvass::id::TurfId;
use crate::client::clock;
use crate::client::pages::day;
use crate::client::pages::organiser::about::AboutFirst;
use crate::client::pages::organiser::invite::{USUAL_USES, qr, to_turf};
use crate::organise::teams::Going;
use crate::sync::invite::InviteCode;
use crate::t;

/// An invitation that was made here.
#[derive(Clone, PartialEq)]
struct Made {
    code: InviteCode,
    uses: u16,
    until: i64,
}

thread_local! {
    /// What was made in this tab.
    static MADE: RefCell<BTreeMap<TurfId, Made>> = const { RefCell::new(BTreeMap::new()) };
}

/// The codes of the page. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Codes(RwSignal<BTreeMap<TurfId, Made>>);

impl Codes {
    /// Those that were made in this tab and still open something.
    pub fn new() -> Codes {
        let mut made = MADE.with_borrow(Clone::clone);
        let now = clock::now();
        made.retain(|_, made| made.until > now);
        Codes(RwSignal::new(made))
    }

    fn keep(self, turf: TurfId, made: Made) {
        MADE.with_borrow_mut(|all| all.insert(turf, made.clone()));
        // The page may have been left meanwhile; the next one finds it.
        let _ = self.0.try_update(|all| all.insert(turf, made));
    }
}

/// The code, or the button that makes it.
#[component]
pub fn Code(
    /// What the page holds.
    evening: Evening,
    /// The turf.
    turf: TurfId,
    /// Its name.
    name: Memo<String>,
    /// Its people: at least so many phones it is for.
    people: Memo<Vec<Going>>,
) -> impl IntoView {
    let phone = evening.phone;
    let codes = evening.codes;
    let made = Memo::new(move |_| codes.0.with(|all| all.get(&turf).cloned()));
    let about_whole = Memo::new(move |_| phone.read(AboutUs::read).is_whole());
    let asked = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let wrong: RwSignal<Option<String>> = RwSignal::new(None);
    let make = move || {
        asked.set(true);
        if busy.get_untracked() || !about_whole.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        let many = u16::try_from(people.with_untracked(Vec::len)).unwrap_or(USUAL_USES);
        leptos::task::spawn_local(async move {
            let outcome = publish(evening, turf, many.max(USUAL_USES)).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(made) => codes.keep(turf, made),
                Err(words) => {
                    let _ = wrong.try_set(Some(words));
                }
            }
        });
    };
    view! {
        {move || match made.get() {
            Some(made) => {
                view! {
                    <details class="more" open>
                        <summary>{t!("tonight.code")}</summary>
                        {picture(&made)}
                        <button
                            type="button"
                            class="button plain"
                            disabled=busy
                            on:click=move |_| make()
                        >
                            {t!("tonight.code_new")}
                        </button>
                    </details>
                }
                    .into_any()
            }
            None => {
                view! {
                    <button
                        type="button"
                        class="button whole"
                        disabled=busy
                        aria-label=move || t!("tonight.code_aloud", turf = name.get())
                        on:click=move |_| make()
                    >
                        {t!("tonight.code")}
                    </button>
                }
                    .into_any()
            }
        }}
        <Show when=move || asked.get() && !about_whole.get()>
            <AboutFirst />
        </Show>
        {move || {
            wrong
                .get()
                .map(|words| {
                    view! {
                        <p class="error" role="alert">
                            {words}
                        </p>
                    }
                })
        }}
    }
}

/// Publishes an invitation until midnight.
async fn publish(evening: Evening, turf: TurfId, uses: u16) -> Result<Made, String> {
    let phone = evening.phone;
    let found = phone.read_untracked(|state| {
        let mut turfs = estate::turfs(state).into_iter();
        turfs.find(|it| it.id == turf)
    });
    let turf = found.ok_or_else(|| t!("organiser.turf_gone"))?;
    let until = day::end_of(&day::in_field(day::today()));
    let until = until.unwrap_or_else(clock::now);
    let code = to_turf(phone, &turf, uses, until).await;
    let code = code.map_err(|reason| reason.sentence())?;
    Ok(Made { code, uses, until })
}

fn picture(made: &Made) -> impl IntoView + use<> {
    let origin = window().location().origin().unwrap_or_default();
    let link = made.code.link(&origin);
    view! {
        <div class="invitation">
            <div class="qr" role="img" aria-label=t!("organiser.invite_qr") inner_html=qr(&link) />
            <p class="invite-code" translate="no">
                {made.code.in_fours()}
            </p>
            <p class="quiet">{t!("tonight.code_for", n = made.uses)}</p>
        </div>
    }
}
