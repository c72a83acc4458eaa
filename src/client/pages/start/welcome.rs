//! What a device shows that belongs to no campaign.

use leptos::html;
use leptos::prelude::*;

use crate::client::phone::Phone;
use crate::client::told::refusal;
use crate::sync::session::Trouble;
use crate::t;

/// Three ways in. Two of them lead to pages of the other program: the browser is to load it.
#[component]
pub fn Welcome() -> impl IntoView {
    let phone = expect_context::<Phone>();
    // Who was taken off the campaign in the middle of a stair lands here, and is told why.
    let taken_off = move || match phone.status().with(|status| status.trouble) {
        Some(Trouble::Refused(code)) => Some(refusal(code)),
        _ => None,
    };
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
                {move || {
                    taken_off()
                        .map(|reason| {
                            view! {
                                <div class="banner stop" role="alert">
                                    <p>{reason}</p>
                                </div>
                            }
                        })
                }}
                <p class="quiet">{t!("app.description")}</p>
                <a href="/join" class="button primary whole">
                    {t!("welcome.have_code")}
                </a>
                <p class="hint">{t!("welcome.have_code_hint")}</p>
                <a href="/start" rel="external" class="button whole">
                    {t!("welcome.start_campaign")}
                </a>
                <p class="hint">{t!("welcome.start_campaign_hint")}</p>
                <a href="/recover" rel="external" class="button whole">
                    {t!("welcome.have_words")}
                </a>
                <p class="hint">{t!("welcome.have_words_hint")}</p>
            </main>
        </div>
    }
}
