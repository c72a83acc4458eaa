//! Invitations that open nothing, each told apart; and one that is typed from a sheet.

use anyhow::Result;
use stairwell::t;

use crate::chromium::Browser;
use crate::site::Site;

async fn type_code(phone: &Browser, code: &str) -> Result<()> {
    phone.page.fill(&t!("volunteer.code"), code).await?;
    phone.page.tap(&t!("volunteer.look_at_invitation")).await
}

/// Unknown, cut short, mistyped, good, used up.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Robin Row", &["Robin Row"], 1).await?;
    let phone = site.phone("Elin").await?;
    phone.page.open("/join").await?;
    phone.screen("join-code").await?;
    type_code(&phone, "0123 4567 89AB CDEF").await?;
    phone
        .page
        .sees(&t!("errors.refusal.unknown_invite"))
        .await?;
    phone.screen("join-unknown").await?;
    type_code(&phone, &invitation.code[..11]).await?;
    phone
        .page
        .sees(&t!("errors.code_length", n = 9)[..45])
        .await?;
    type_code(&phone, &invitation.code.replace('-', " ").to_lowercase()).await?;
    phone.page.sees(&t!("volunteer.invited")).await?;
    phone
        .page
        .sees(&t!("volunteer.invited_stairs", n = 2))
        .await?;
    phone.page.fill(&t!("volunteer.your_name"), "Elin").await?;
    phone.page.tap(&t!("volunteer.join")).await?;
    phone.page.sees(&t!("volunteer.no_signal_needed")).await?;
    // A second invitation on the same phone is not used up.
    phone.page.open_link(&invitation.link).await?;
    phone.page.sees(&t!("volunteer.member_already")).await?;
    phone.screen("join-member-already").await?;

    let late = site.phone("a latecomer").await?;
    late.page.open_link(&invitation.link).await?;
    late.page.sees(&t!("errors.refusal.used_invite")).await?;
    late.screen("join-used-up").await?;
    late.page.open("/nowhere/at/all").await?;
    late.page.sees(&t!("app.not_here")).await?;
    late.screen("not-here").await?;
    late.close().await?;
    phone.close().await.map(drop)
}
