//! The address list: picked, taken apart beside the page, looked at, and only then loaded.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use web_sys::Blob;

use super::again_view::AgainView;
use super::frame::{Back, OrganiserPage};
use super::list_pick::Pick;
use super::list_source::{SourceQuestion, recorded};
use super::load;
use super::plan::PlanView;
use crate::canvass::address_list::{Options, Plan, Reason};
use crate::canvass::event::Kind;
use crate::canvass::fact::Source;
use crate::canvass::id::DoorId;
use crate::client::phone::Phone;
use crate::client::worker::{self, Told};
use crate::organise::again::{Again, gone_drafts};
use crate::t;

/// Where the list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// No file is picked.
    Pick,
    /// Which sheet of the workbook it is has to be said.
    Sheet,
    /// The worker reads it: rows done of rows in all.
    Reading(u32, u32),
    /// The plan is shown, and nothing is changed yet.
    Look,
    /// Where the list came from has to be said.
    Source,
    /// Its doors are recorded: done of all.
    Loading(usize, usize),
    /// This many are recorded now, of how many in the list, and what was said of others.
    Loaded(usize, usize, usize),
}

/// What the page holds.
#[derive(Clone, Copy)]
pub(super) struct List {
    phone: Phone,
    stage: RwSignal<Stage>,
    /// The file, or what was pasted, to be read again with other options.
    source: StoredValue<Option<Blob>, LocalStorage>,
    options: RwSignal<Options>,
    sheets: RwSignal<Vec<(String, usize)>>,
    plan: RwSignal<Option<Arc<Plan>>>,
    /// The plan beside what is loaded already, where anything is.
    again: RwSignal<Option<Arc<Again>>>,
    /// The missing doors to mark as not there.
    gone: RwSignal<BTreeSet<DoorId>>,
    from: RwSignal<Option<Source>>,
    error: RwSignal<Option<String>>,
}

impl List {
    /// Reads a file, or what was pasted.
    pub fn take(self, source: Blob) {
        self.source.set_value(Some(source));
        self.options.set(Options::default());
        self.read();
    }

    fn read_with(self, change: impl FnOnce(&mut Options)) {
        self.options.update(change);
        self.read();
    }

    fn read(self) {
        if let Some(source) = self.source.get_value() {
            leptos::task::spawn_local(read(self, source));
        }
    }
}

/// The page.
#[component]
pub fn ListPage() -> impl IntoView {
    let list = List {
        phone: expect_context::<Phone>(),
        stage: RwSignal::new(Stage::Pick),
        source: StoredValue::new_local(None),
        options: RwSignal::default(),
        sheets: RwSignal::default(),
        plan: RwSignal::new(None),
        again: RwSignal::new(None),
        gone: RwSignal::default(),
        from: RwSignal::new(None),
        error: RwSignal::new(None),
    };
    let there = Memo::new(move |_| list.phone.read(|state| state.of_kind(Kind::DOOR).count()));
    view! {
        <OrganiserPage title=t!("organiser.step_list") back=Back::Home>
            {move || {
                list.error
                    .get()
                    .map(|error| {
                        view! {
                            <div class="banner stop" role="alert">
                                <p>{error}</p>
                            </div>
                        }
                    })
            }}
            {move || match list.stage.get() {
                Stage::Pick => view! { <Pick list=list there=there /> }.into_any(),
                Stage::Sheet => which_sheet(list).into_any(),
                Stage::Reading(done, total) => {
                    bar(t!("organiser.list_reading", n = done, all = total), done, total).into_any()
                }
                Stage::Look => look(list).into_any(),
                Stage::Loading(done, total) => {
                    bar(t!("organiser.list_loading", n = done, all = total), done, total).into_any()
                }
                Stage::Source => {
                    view! {
                        <SourceQuestion
                            chosen=list.from
                            go_on=Callback::new(move |source| {
                                leptos::task::spawn_local(load_plan(list, source));
                            })
                            back=Callback::new(move |()| list.stage.set(Stage::Look))
                        />
                    }
                        .into_any()
                }
                Stage::Loaded(doors, all, others) => loaded(doors, all, others).into_any(),
            }}
        </OrganiserPage>
    }
}

/// Reads the list beside the page.
async fn read(list: List, source: Blob) {
    list.error.set(None);
    list.stage.set(Stage::Reading(0, 0));
    let job = worker::file(&source, &list.options.get_untracked());
    let told = worker::ask(job, move |done, total| {
        // The page may have been left meanwhile.
        let _ = list.stage.try_set(Stage::Reading(done, total));
    })
    .await;
    match told {
        Told::List(plan) => {
            let again = list.phone.read_untracked(|state| {
                let any = state.of_kind(Kind::DOOR).next().is_some();
                any.then(|| Arc::new(Again::read(state, &plan)))
            });
            let _ = list.again.try_set(again);
            let _ = list.gone.try_set(BTreeSet::new());
            let _ = list.plan.try_set(Some(Arc::new(plan)));
            let _ = list.stage.try_set(Stage::Look);
        }
        Told::WhichSheet(sheets) => {
            let _ = list.sheets.try_set(sheets);
            let _ = list.stage.try_set(Stage::Sheet);
        }
        Told::Refused(sentence) => refuse(list, sentence.words()),
        Told::Keys(_) | Told::PinKey(_) | Told::Progress { .. } => {
            refuse(list, t!("start.worker_failed"))
        }
    }
}

fn which_sheet(list: List) -> impl IntoView {
    let sheets = list.sheets.get_untracked().into_iter();
    let buttons = sheets.map(|(name, doors)| {
        let sheet = name.clone();
        let take = move |_| list.read_with(|options| options.sheet = Some(sheet.clone()));
        view! {
            <button type="button" class="button whole" on:click=take>
                <bdi>{name}</bdi>
                <span class="quiet">{t!("organiser.count_doors", n = doors)}</span>
            </button>
        }
    });
    view! {
        <h2>{t!("list.which_sheet")}</h2>
        <p>{t!("list.which_sheet_why")}</p>
        <div class="stack">{buttons.collect_view()}</div>
        <button type="button" class="button" on:click=move |_| list.stage.set(Stage::Pick)>
            {t!("organiser.list_another")}
        </button>
    }
}

fn refuse(list: List, reason: String) {
    let _ = list.error.try_set(Some(reason));
    let _ = list.stage.try_set(Stage::Pick);
}

fn look(list: List) -> impl IntoView {
    let load = move |_| {
        list.error.set(None);
        list.stage.set(Stage::Source);
    };
    let another = move |_| {
        list.plan.set(None);
        list.error.set(None);
        list.stage.set(Stage::Pick);
    };
    move || {
        list.plan.get().map(|plan| {
            let rounded = plan
                .left_out
                .iter()
                .filter(|left| matches!(left.reason, Reason::SpoiltUprn { .. }))
                .count();
            view! {
                {(rounded > 0).then(|| without_uprns(list, rounded))}
                {list
                    .again
                    .get()
                    .map(|again| view! { <AgainView again=again gone=list.gone /> })}
                <PlanView plan=plan />
                <div class="stays">
                    <button type="button" class="button primary" on:click=load>
                        {t!("organiser.list_load")}
                    </button>
                    <button type="button" class="button" on:click=another>
                        {t!("organiser.list_another")}
                    </button>
                </div>
            }
        })
    }
}

/// A way to have the doors whose reference numbers were rounded.
fn without_uprns(list: List, rows: usize) -> impl IntoView {
    let again = move |_| list.read_with(|options| options.without_uprns = true);
    view! {
        <div class="banner stack">
            <p>{t!("list.uprns_rounded", n = rows)}</p>
            <button type="button" class="button" on:click=again>
                {t!("list.without_uprns")}
            </button>
        </div>
    }
}

/// Records where the list came from, what it changes, and what of it is not there yet.
async fn load_plan(list: List, source: Source) {
    let Some(plan) = list.plan.get_untracked() else {
        return;
    };
    list.error.set(None);
    list.stage.set(Stage::Loading(0, plan.doors));
    let (mut first, new, others) = list.phone.read_untracked(|state| {
        // The list is there twice where a loading that stopped goes on: compared anew.
        let again = Again::read(state, &plan);
        let gone: Vec<DoorId> = list.gone.get_untracked().into_iter().collect();
        let mut drafts = again.change_drafts();
        drafts.extend(gone_drafts(state, &gone));
        let others = drafts.len();
        (drafts, again.additions(state, &plan), others)
    });
    // Before anything of it is there: what locks is locked first.
    first.insert(0, recorded(source, plan.doors));
    let loaded = load::load_after(list.phone, first, &new, move |done, total| {
        let _ = list.stage.try_set(Stage::Loading(done, total));
    })
    .await;
    match loaded {
        Ok(doors) => {
            let _ = list.stage.try_set(Stage::Loaded(doors, plan.doors, others));
            list.phone.sync();
        }
        Err(reason) => {
            let _ = list.error.try_set(Some(t!(
                "organiser.list_stopped",
                reason = reason.sentence()
            )));
            let _ = list.stage.try_set(Stage::Look);
        }
    }
}

fn loaded(doors: usize, all: usize, others: usize) -> impl IntoView {
    let heading = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // What had the focus is gone; reading goes on here.
            let _ = heading.focus();
        }
    });
    view! {
        <p class="banner good" role="status" tabindex="-1" node_ref=heading>
            {match (doors, others) {
                (0, 0) => t!("organiser.list_nothing_new", n = all),
                (0, _) => t!("list.no_new_doors"),
                (doors, _) => t!("organiser.list_loaded", n = doors),
            }}
            {(others > 0).then(|| t!("list.others_changed", n = others))}
        </p>
        <p>{t!("organiser.list_then")}</p>
        <div class="reach">
            <a class="button primary whole" href="/organise/turf/new">
                {t!("organiser.turf_new")}
            </a>
            <a class="button whole" href="/organise">
                {t!("organiser.home")}
            </a>
        </div>
    }
}

fn bar(words: String, done: impl ToString, total: impl ToString) -> impl IntoView {
    let label = words.clone();
    view! {
        <p>{words}</p>
        <progress aria-label=label max=total.to_string() value=done.to_string() />
    }
}
