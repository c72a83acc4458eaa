//! Certificates by their names, and the lines above them.

use std::collections::BTreeSet;

use super::{Db, campaigns, fixed, list};
use crate::endpoint::ledger::room::Room;
use crate::endpoint::ledger::{Error, Result, Standing};
use crate::sync::certificate::{CertificateId, Chain, SignedCertificate};

/// These certificates and all above them, and which of all those were revoked.
pub async fn lines(
    db: &mut Db,
    campaign: i64,
    of: &[CertificateId],
) -> Result<(Chain, BTreeSet<CertificateId>)> {
    let rows: Vec<(Vec<u8>, bool)> = sqlx::query_as(
        "WITH RECURSIVE line (id) AS (
             SELECT unhex(value) FROM json_each($2)
             UNION
             SELECT parent FROM line CROSS JOIN certificates c
             WHERE c.id = line.id AND c.campaign = $1
         )
         SELECT bytes, revoked FROM line CROSS JOIN certificates c
         WHERE c.id = line.id AND c.campaign = $1",
    )
    .bind(campaign)
    .bind(list(of.iter().map(|id| id.0)))
    .fetch_all(db)
    .await?;
    let mut chain = Chain::default();
    let mut revoked = BTreeSet::new();
    for (bytes, is_revoked) in rows {
        let id = chain.insert(read(&bytes)?);
        if is_revoked {
            revoked.insert(id);
        }
    }
    Ok((chain, revoked))
}

/// Reads a stored certificate.
pub fn read(bytes: &[u8]) -> Result<SignedCertificate> {
    SignedCertificate::from_bytes(bytes)
        .map_err(|_| Error::Broken("a stored certificate does not read".into()))
}

/// Stores a certificate that was checked, if it is not here and the campaign has room for it.
pub async fn keep(
    db: &mut Db,
    campaign: i64,
    signed: &SignedCertificate,
    room: Room,
) -> Result<()> {
    let bytes = signed.to_bytes();
    let kept = sqlx::query(
        "INSERT INTO certificates (campaign, id, parent, bytes) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(campaign)
    .bind(&signed.id().0[..])
    .bind(&signed.certificate.parent.0[..])
    .bind(&bytes)
    .execute(&mut *db)
    .await?;
    if kept.rows_affected() == 0 {
        return Ok(());
    }
    campaigns::take_room(db, campaign, bytes.len() as u64, room).await
}

/// Stores a device's certificate, and that it is that device's.
pub async fn keep_of_device(
    db: &mut Db,
    campaign: i64,
    signed: &SignedCertificate,
    device: CertificateId,
    room: Room,
) -> Result<()> {
    keep(db, campaign, signed, room).await?;
    sqlx::query("UPDATE certificates SET device = $1 WHERE campaign = $2 AND id = $3")
        .bind(&device.0[..])
        .bind(campaign)
        .bind(&signed.id().0[..])
        .execute(db)
        .await?;
    Ok(())
}

/// Whether a certificate here was revoked.
pub async fn is_revoked(db: &mut Db, campaign: i64, id: CertificateId) -> Result<bool> {
    Ok(
        sqlx::query_scalar("SELECT revoked FROM certificates WHERE campaign = $1 AND id = $2")
            .bind(campaign)
            .bind(&id.0[..])
            .fetch_optional(db)
            .await?
            .unwrap_or(false),
    )
}

/// What a certificate is to the campaign.
pub async fn standing(db: &mut Db, campaign: i64, id: CertificateId) -> Result<Standing> {
    let row: Option<(Option<Vec<u8>>, bool)> = sqlx::query_as(
        "SELECT device,
             EXISTS (SELECT 1 FROM invites i
                     WHERE i.campaign = c.campaign AND i.certificate = c.id)
         FROM certificates c WHERE campaign = $1 AND id = $2",
    )
    .bind(campaign)
    .bind(&id.0[..])
    .fetch_optional(db)
    .await?;
    Ok(match row {
        None => Standing::Unknown,
        Some((Some(device), _)) => Standing::Device(CertificateId(fixed(device)?)),
        Some((None, true)) => Standing::Invite,
        Some((None, false)) => Standing::Writer,
    })
}
