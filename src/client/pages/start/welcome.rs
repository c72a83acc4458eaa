//! What a device shows that belongs to no campaign.

use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::t;

/// Three ways in.
#[component]
pub fn Welcome() -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        document().set_title(&t!("app.name"));
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    view! {
            <div class="page">
    <main>
                <h1 tabindex="-1" node_ref=heading>
                    {t!("app.name")}
                </h1>
                <p class="quiet">{t!("app.description")}</p>
                <A href="/join" attr:class="button primary whole">
                    {t!("start.have_code")}
                </A>
                <p class="hint">{t!("start.have_code_hint")}</p>
                <A href="/start" attr:class="button whole">
                    {t!("start.start_campaign")}
                </A>
                <p class="hint">{t!("start.start_campaign_hint")}</p>
                <A href="/recover" attr:class="button whole">
                    {t!("start.have_words")}
                </A>
                <p class="hint">{t!("start.have_words_hint")}</p>
    </main>
            </div>
        }
}
