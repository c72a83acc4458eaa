//! The address list: picked, taken apart beside the page, looked at, and only then loaded.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::load;
use super::plan::PlanView;
use crate::canvass::address_list::Plan;
use crate::canvass::event::Kind;
use crate::client::phone::Phone;
use crate::client::worker::{self, Told};
use crate::t;

/// Where the list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// No file is picked.
    Pick,
    /// The worker reads it: rows done of rows in all.
    Reading(u32, u32),
    /// The plan is shown, and nothing is changed yet.
    Look,
    /// Its doors are recorded: done of all.
    Loading(usize, usize),
    /// This many are recorded now, of how many in the list.
    Loaded(usize, usize),
}

/// What the page holds.
#[derive(Clone, Copy)]
struct List {
    phone: Phone,
    stage: RwSignal<Stage>,
    plan: RwSignal<Option<std::sync::Arc<Plan>>>,
    error: RwSignal<Option<String>>,
}

/// The page.
#[component]
pub fn ListPage() -> impl IntoView {
    let list = List {
        phone: expect_context::<Phone>(),
        stage: RwSignal::new(Stage::Pick),
        plan: RwSignal::new(None),
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
                Stage::Pick => pick(list, there).into_any(),
                Stage::Reading(done, total) => {
                    bar(t!("organiser.list_reading", n = done, all = total), done, total).into_any()
                }
                Stage::Look => look(list).into_any(),
                Stage::Loading(done, total) => {
                    bar(t!("organiser.list_loading", n = done, all = total), done, total).into_any()
                }
                Stage::Loaded(doors, all) => loaded(doors, all).into_any(),
            }}
        </OrganiserPage>
    }
}

fn pick(list: List, there: Memo<usize>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let picked = move |_: ev::Event| {
        let file = input
            .get_untracked()
            .and_then(|input| input.files())
            .and_then(|files| files.get(0));
        if let Some(file) = file {
            leptos::task::spawn_local(read(list, file));
        }
    };
    view! {
        <p>{t!("organiser.list_what")}</p>
        <p>{t!("organiser.list_private")}</p>
        {move || {
            (there.get() > 0)
                .then(|| {
                    view! {
                        <div class="banner">
                            <p>{t!("organiser.list_there", n = there.get())}</p>
                        </div>
                    }
                })
        }}
        <div class="field">
            <label for="file">{t!("organiser.list_pick")}</label>
            <input
                id="file"
                type="file"
                class="file"
                accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
                node_ref=input
                on:change=picked
            />
        </div>
    }
}

/// Reads the file beside the page.
async fn read(list: List, file: web_sys::File) {
    list.error.set(None);
    list.stage.set(Stage::Reading(0, 0));
    let told = worker::ask(worker::file(file), move |done, total| {
        // The page may have been left meanwhile.
        let _ = list.stage.try_set(Stage::Reading(done, total));
    })
    .await;
    match told {
        Told::List(plan) => {
            let _ = list.plan.try_set(Some(std::sync::Arc::new(plan)));
            let _ = list.stage.try_set(Stage::Look);
        }
        Told::Refused(sentence) => refuse(list, sentence.words()),
        Told::Keys(_) | Told::Progress { .. } => refuse(list, t!("start.worker_failed")),
    }
}

fn refuse(list: List, reason: String) {
    let _ = list.error.try_set(Some(reason));
    let _ = list.stage.try_set(Stage::Pick);
}

fn look(list: List) -> impl IntoView {
    let load = move |_| leptos::task::spawn_local(load_plan(list));
    let another = move |_| {
        list.plan.set(None);
        list.error.set(None);
        list.stage.set(Stage::Pick);
    };
    move || {
        list.plan.get().map(|plan| {
            view! {
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

/// Records what of the plan is not there yet.
async fn load_plan(list: List) {
    let Some(plan) = list.plan.get_untracked() else {
        return;
    };
    list.error.set(None);
    list.stage.set(Stage::Loading(0, plan.doors));
    let loaded = load::load(list.phone, &plan, move |done, total| {
        let _ = list.stage.try_set(Stage::Loading(done, total));
    })
    .await;
    match loaded {
        Ok(doors) => {
            let _ = list.stage.try_set(Stage::Loaded(doors, plan.doors));
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

fn loaded(doors: usize, all: usize) -> impl IntoView {
    let heading = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // What had the focus is gone; reading goes on here.
            let _ = heading.focus();
        }
    });
    view! {
        <p class="banner good" role="status" tabindex="-1" node_ref=heading>
            {match doors {
                0 => t!("organiser.list_nothing_new", n = all),
                doors => t!("organiser.list_loaded", n = doors),
            }}
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
