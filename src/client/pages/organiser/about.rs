//! Who the group is, what it keeps and why: as volunteers show it at the door, and changed here.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::canvass::about::AboutUs;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fold::State;
use crate::canvass::id::Facet;
use crate::canvass::provenance::has_full_register;
use crate::client::pages::start::about_us::{About, Us};
use crate::client::phone::Phone;
use crate::organise::listening;
use crate::organise::lock::may_export;
use crate::t;

/// The page: what stands, then one question a page.
#[component]
pub fn AboutPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let step = RwSignal::new(None::<About>);
    let error = RwSignal::new(None);
    let saved = RwSignal::new(false);
    let us = StoredValue::new(None::<Us>);
    let begin = Callback::new(move |()| {
        saved.set(false);
        us.set_value(Some(Us::again(error, phone.read_untracked(AboutUs::read))));
        step.set(Some(About::Group));
    });
    move || match (step.get(), us.get_value()) {
        (Some(about), Some(us)) => {
            let go = move |to: Option<About>| {
                error.set(None);
                step.set(to);
            };
            let back = Some(Callback::new(move |()| go(about.before())));
            // With the full register there is nobody to pass anything on to.
            let locked = phone.read_untracked(has_full_register);
            let following = about
                .next()
                .filter(|next| !(locked && *next == About::Sharing));
            let next = Callback::new(move |()| match following {
                Some(next) => go(Some(next)),
                None => leptos::task::spawn_local(async move {
                    match keep(phone, &us.said()).await {
                        Ok(()) => {
                            let _ = saved.try_set(true);
                            go(None);
                        }
                        Err(reason) => {
                            let _ = error.try_set(Some(reason));
                        }
                    }
                }),
            });
            us.page(about, back, next)
        }
        _ => view! { <Standing saved=saved begin=begin /> }.into_any(),
    }
}

/// Writes it over what stands.
async fn keep(phone: Phone, about: &AboutUs) -> Result<(), String> {
    let drafts = phone.read_untracked(|state| {
        vec![
            over(
                state,
                listening::about_us(&about.group, &about.contact, &about.shared_with),
            ),
            over(state, listening::kept(&about.kept, &about.why, about.days)),
        ]
    });
    phone
        .record(drafts)
        .await
        .map_err(|error| error.sentence())?;
    phone.sync();
    Ok(())
}

/// A draft about the campaign itself, over every version that stands.
pub fn over(state: &State, draft: Draft) -> Draft {
    let kind: Kind = draft.fact.kind();
    let standing = state.naming(Facet::ABOUT_US);
    Draft {
        over: standing
            .filter(|(_, entry)| entry.event.kind == kind)
            .map(|(dot, _)| dot)
            .collect(),
        ..draft
    }
}

#[component]
fn Standing(saved: RwSignal<bool>, begin: Callback<()>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let about = Memo::new(move |_| phone.read(AboutUs::read));
    let whole = move || about.with(AboutUs::is_whole);
    view! {
        <OrganiserPage title=t!("keys.about") back=Back::Home>
            <p role="status">{move || saved.get().then(|| t!("keys.about_saved"))}</p>
            {move || {
                phone
                    .read(|state| may_export(state).err())
                    .map(|locked| view! { <p class="banner stop">{t!(locked.key())}</p> })
            }}
            {move || (!whole()).then(|| view! { <p>{t!("keys.about_first")}</p> })}
            <dl class="card stack">{move || lines(about.get())}</dl>
            <button type="button" class="button primary whole" on:click=move |_| begin.run(())>
                {move || if whole() { t!("keys.about_change") } else { t!("keys.about_say") }}
            </button>
            <p>
                <a href="/privacy">{t!("keys.about_see")}</a>
            </p>
        </OrganiserPage>
    }
}

fn lines(about: AboutUs) -> impl IntoView {
    let shared = match about.shared_with.is_empty() {
        true => t!("start.sharing_nobody"),
        false => about.shared_with,
    };
    [
        (t!("start.group"), about.group),
        (t!("start.contact"), about.contact),
        (t!("start.kept"), about.kept),
        (t!("start.why"), about.why),
        (t!("start.sharing"), shared),
        (t!("start.days"), about.days.to_string()),
    ]
    .into_iter()
    .map(|(question, words)| {
        let words = match words.is_empty() {
            true => t!("organiser.not_yet"),
            false => words,
        };
        view! {
            <div>
                <dt class="quiet small">{question}</dt>
                <dd dir="auto">{words}</dd>
            </div>
        }
    })
    .collect_view()
}

/// In place of what makes an invitation, until it is said who asks and what is kept.
#[component]
pub fn AboutFirst() -> impl IntoView {
    view! {
        <div class="banner" role="status">
            <p>{t!("keys.about_first")}</p>
            <a class="button primary whole" href="/organise/about">
                {t!("keys.about_say")}
            </a>
        </div>
    }
}
