//! Pods: neighbours of a few stairs who help each other, with one person who rings and a deputy.

use std::collections::BTreeSet;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::StairId;
use crate::client::pages::organiser::fields::WordsField;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::phone::Phone;
use crate::organise::aid::{NoPod, PodSeen, Size, drop_pod, keep_pod, pods};
use crate::organise::estates::{Extent, Places};
use crate::t;

/// The stairs by name, in the estate's order.
fn stairs(state: &State) -> Vec<(StairId, String)> {
    let blocks = estate::blocks(state).into_iter();
    let stairs = blocks.flat_map(|block| block.stairs);
    let places = Places::new(state, &Extent::Campaign);
    let named = stairs.filter_map(|it| Some((it.id, places.name(it.id, |key| t!(key))?)));
    named.collect()
}

/// The page.
#[component]
pub fn PodsPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all = Memo::new(move |_| phone.read(pods));
    let lines = move || {
        let all = all.get().into_iter();
        all.map(|pod| view! { <One pod /> }).collect_view()
    };
    view! {
        <OrganiserPage title=t!("aid.pods") back=Back::Help>
            <p>{t!("aid.pods_what")}</p>
            <ul class="stack">{lines}</ul>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="quiet">{t!("aid.pods_none")}</p>
            </Show>
            <h2>{t!("aid.pod_new")}</h2>
            <Write />
        </OrganiserPage>
    }
}

#[component]
fn One(pod: PodSeen) -> impl IntoView {
    let saving = Saving::new();
    let size = pod.size();
    let warns = (size != Size::Fine).then(|| t!(&format!("aid.size_{}", size.word())));
    let deputy = match pod.said.deputy.is_empty() {
        true => t!("aid.deputy_nobody"),
        false => t!("aid.deputy_is", name = pod.said.deputy),
    };
    let homes = t!("aid.pod_homes", n = pod.homes);
    let point = t!("aid.point_rings", name = pod.said.point);
    let label = t!("aid.pod_out", name = pod.said.name);
    let name = pod.said.name.clone();
    let out = move |_| saving.save(vec![drop_pod(&pod)], String::new(), |_| ());
    view! {
        <li class="card">
            <strong>
                <bdi>{name}</bdi>
            </strong>
            <p class="figure">{homes}</p>
            {warns.map(|words| view! { <p class="banner">{words}</p> })}
            <p>
                <bdi>{point}</bdi>
            </p>
            <p>
                <bdi>{deputy}</bdi>
            </p>
            <Wrong saving />
            <button type="button" class="button plain" disabled=saving.busy on:click=out>
                {label}
            </button>
        </li>
    }
}

fn why_not(why: NoPod) -> String {
    match why {
        NoPod::NoName => t!("aid.pod_no_name"),
        NoPod::NoPoint => t!("aid.pod_no_point"),
        NoPod::OwnDeputy => t!("aid.pod_own_deputy"),
        NoPod::NoStairs => t!("aid.pod_no_stairs"),
    }
}

#[component]
fn Write() -> impl IntoView {
    let saving = Saving::new();
    let [name, point, deputy] = [(); 3].map(|()| RwSignal::new(String::new()));
    let picked = RwSignal::new(BTreeSet::<StairId>::new());
    let boxes = saving.phone.read_untracked(stairs).into_iter();
    let boxes = boxes.map(|(id, words)| {
        let change = move |event| {
            let on = event_target_checked(&event);
            picked.update(|picked| {
                if on {
                    picked.insert(id);
                } else {
                    picked.remove(&id);
                }
            });
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || picked.with(|picked| picked.contains(&id))
                    on:change=change
                />
                <bdi>{words}</bdi>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let [of, rings, deputy_is] = [name, point, deputy].map(|it| it.get_untracked());
        let kept = picked.with_untracked(|picked| {
            keep_pod(
                (of.as_str(), rings.as_str(), deputy_is.as_str()),
                picked,
                vec![],
            )
        });
        let (drafts, missing) = match kept {
            Ok(draft) => (vec![draft], String::new()),
            Err(why) => (Vec::new(), why_not(why)),
        };
        saving.save(drafts, missing, move |_| {
            for field in [name, point, deputy] {
                let _ = field.try_set(String::new());
            }
            let _ = picked.try_set(BTreeSet::new());
        });
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <WordsField id="pod-name" name=t!("aid.pod_name") typed=name length=60 />
            <WordsField id="pod-point" name=t!("aid.pod_point") typed=point length=60 />
            <WordsField id="pod-deputy" name=t!("aid.pod_deputy") typed=deputy length=60 />
            <fieldset class="choices">
                <legend>{t!("aid.pod_stairs")}</legend>
                {boxes}
            </fieldset>
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("aid.pod_keep")}
            </button>
        </form>
    }
}
