//! A team's square code: an invitation to its turf that its people scan before they walk off. It is
//! kept in this tab alone, so that going to another page and back loses none.

use std::cell::RefCell;
use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Evening;
use super::opens::{Opens, OpensMany};
use crate::canvass::about::AboutUs;
use crate::canvass::author::CertificateId;
use crate::canvass::estate;
use crate::canvass::id::TurfId;
use crate::client::clock;
use crate::client::pages::day;
use crate::client::pages::organiser::about::AboutFirst;
use crate::client::pages::organiser::invite::{USUAL_USES, to_turf};
use crate::client::pages::organiser::square_code::qr;
use crate::client::phone::Phone;
use crate::organise::teams::Going;
use crate::sync::invite::InviteCode;
use crate::t;

/// An invitation that was made here.
#[derive(Clone, PartialEq)]
struct Made {
    code: InviteCode,
    uses: u16,
    until: i64,
    /// One was made before it, and opens the turf as long as it does.
    another: bool,
}

/// What was made for a turf, by its turf.
type All = BTreeMap<TurfId, Made>;

thread_local! {
    /// What was made in this tab, and by which device: whoever leaves the campaign leaves its codes.
    static MADE: RefCell<(Option<CertificateId>, All)> =
        const { RefCell::new((None, BTreeMap::new())) };
}

/// The codes of the page. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Codes(RwSignal<All>);

impl Codes {
    /// Those that this device made in this tab and that still open something.
    pub fn new(phone: Phone) -> Codes {
        let device = phone.membership().get_untracked().map(|own| own.device);
        let now = clock::now();
        let made = MADE.with_borrow_mut(|(by, made)| {
            if *by != device {
                made.clear();
                *by = device;
            }
            made.retain(|_, made| made.until > now);
            made.clone()
        });
        Codes(RwSignal::new(made))
    }

    /// Whether one was made for this turf.
    pub fn has(self, turf: TurfId) -> bool {
        self.0.with_untracked(|all| all.contains_key(&turf))
    }

    fn keep(self, turf: TurfId, mut made: Made) {
        MADE.with_borrow_mut(|(_, all)| {
            made.another = all.contains_key(&turf);
            all.insert(turf, made.clone());
        });
        // The page may have been left meanwhile; the next one finds it.
        let _ = self.0.try_update(|all| all.insert(turf, made));
    }
}

/// The making of a team's code. A handle, copied freely.
#[derive(Clone, Copy)]
struct Making {
    evening: Evening,
    turf: TurfId,
    people: Memo<Vec<Going>>,
    about_whole: Memo<bool>,
    opens: Memo<Opens>,
    /// The button was tapped.
    asked: RwSignal<bool>,
    busy: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
}

impl Making {
    /// The first tap: where it opens many stairs, it is asked once more.
    fn ask(self) {
        self.asked.set(true);
        if !self.opens.get_untracked().is_many() {
            self.make();
        }
    }

    fn make(self) {
        if self.busy.get_untracked() || !self.about_whole.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.wrong.set(None);
        let many = u16::try_from(self.people.with_untracked(Vec::len)).unwrap_or(USUAL_USES);
        leptos::task::spawn_local(async move {
            let outcome = publish(self.evening, self.turf, many.max(USUAL_USES)).await;
            let _ = self.busy.try_set(false);
            match outcome {
                Ok(made) => {
                    let _ = self.asked.try_set(false);
                    self.evening.codes.keep(self.turf, made);
                }
                Err(words) => {
                    let _ = self.wrong.try_set(Some(words));
                }
            }
        });
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
    let making = Making {
        evening,
        turf,
        people,
        about_whole: Memo::new(move |_| phone.read(AboutUs::read).is_whole()),
        opens: Memo::new(move |_| phone.read(|state| Opens::of_turf(state, turf))),
        asked: RwSignal::new(false),
        busy: RwSignal::new(false),
        wrong: RwSignal::new(None),
    };
    let made = Memo::new(move |_| evening.codes.0.with(|all| all.get(&turf).cloned()));
    view! {
        {move || match made.get() {
            Some(made) => shown(making, &made).into_any(),
            None => {
                view! {
                    <button
                        type="button"
                        class="button whole"
                        disabled=making.busy
                        aria-label=move || t!("tonight.code_aloud", turf = name.get())
                        on:click=move |_| making.ask()
                    >
                        {t!("tonight.code")}
                    </button>
                }
                    .into_any()
            }
        }}
        <Asked making=making />
    }
}

/// What stands in the way of a code, and what went wrong.
#[component]
fn Asked(making: Making) -> impl IntoView {
    let about_first = move || making.asked.get() && !making.about_whole.get();
    let once_more =
        move || making.asked.get() && making.about_whole.get() && making.opens.get().is_many();
    view! {
        <Show when=about_first>
            <AboutFirst />
        </Show>
        <Show when=once_more>
            <OpensMany opens=making.opens>
                <button
                    type="button"
                    class="button whole"
                    disabled=making.busy
                    on:click=move |_| making.make()
                >
                    {t!("tonight.opens_make")}
                </button>
            </OpensMany>
        </Show>
        <p class="error" role="alert">
            {move || making.wrong.get()}
        </p>
    }
}

/// The code as it is scanned, and the way to another one.
fn shown(making: Making, made: &Made) -> impl IntoView + use<> {
    let another = made.another.then(|| {
        view! {
            <p>
                {t!("tonight.code_still")} " "
                <a href="/organise/phones">{t!("organiser.phones")}</a>
            </p>
        }
    });
    view! {
        <details class="more" open>
            <summary>{t!("tonight.code")}</summary>
            {picture(made)}
            <p class="quiet">{move || making.opens.get().in_words()}</p>
            {another}
            <button
                type="button"
                class="button plain"
                disabled=making.busy
                on:click=move |_| making.ask()
            >
                {t!("tonight.code_new")}
            </button>
        </details>
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
    Ok(Made {
        code,
        uses,
        until,
        another: false,
    })
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
