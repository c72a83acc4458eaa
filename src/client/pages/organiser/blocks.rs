//! The blocks there are, each leading to where its entrances and floors are put right; a street, which has neither, to
//! where its names are.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::names;
use super::plan::More;
use crate::canvass::fact::BlockKind;
use crate::client::phone::Phone;
use crate::organise::selection;
use crate::t;

/// So many are drawn at once.
const SHOWN_AT_ONCE: usize = 60;

/// The page.
#[component]
pub fn Blocks() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let wanted = RwSignal::new(String::new());
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let blocks = Memo::new(move |_| phone.read(selection::choices));
    let found = Memo::new(move |_| {
        let wanted = wanted.get().trim().to_lowercase();
        let mut blocks = blocks.get();
        blocks.retain(|block| block.name.to_lowercase().contains(&wanted));
        blocks
    });
    view! {
        <OrganiserPage title=t!("list.buildings") back=Back::List>
            <p>{t!("list.buildings_what")}</p>
            <div class="field">
                <label for="wanted">{t!("organiser.turf_find")}</label>
                <input id="wanted" type="search" autocomplete="off" bind:value=wanted />
            </div>
            <p class="visually-hidden" role="status">
                {move || t!("organiser.count_blocks", n = found.with(Vec::len))}
            </p>
            <ul class="stack tight">
                {move || {
                    found
                        .get()
                        .into_iter()
                        .take(shown.get())
                        .map(|block| {
                            let doors: usize = block.stairs.iter().map(|stair| stair.doors).sum();
                            let href = match block.kind {
                                BlockKind::Building => format!("/organise/block/{}", block.id.0),
                                BlockKind::Street => names::path(block.id),
                            };
                            view! {
                                <li>
                                    <a class="card" href=href>
                                        <strong>
                                            <bdi>{block.name}</bdi>
                                        </strong>
                                        <span class="quiet">
                                            {t!("organiser.count_doors", n = doors)}
                                        </span>
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            {move || view! { <More shown=shown all=found.with(Vec::len) /> }}
        </OrganiserPage>
    }
}
