//! Devices: who they are, joining, being heard, being revoked.

use super::{Db, batches, campaigns, certificates, fixed, start_codes, unsigned};
use crate::endpoint::ledger::{
    Device, Error, Head, Holder, NewDevice, Result, Standing, TokenHash,
};
use crate::sync::certificate::CertificateId;
use crate::sync::wire::RefusalCode;

pub async fn holder(db: &mut Db, token: &TokenHash) -> Result<Holder> {
    type Row = (
        i64,
        Vec<u8>,
        i64,
        Vec<u8>,
        bool,
        Vec<u8>,
        Vec<u8>,
        bool,
        Option<i64>,
    );
    let row: Option<Row> = sqlx::query_as(
        "SELECT key, id, ends, epoch, closed, subject, newest, revoked, last_heard
         FROM devices JOIN campaigns ON key = campaign WHERE token = $1",
    )
    .bind(&token[..])
    .fetch_optional(&mut *db)
    .await?;
    if let Some((key, id, ends, epoch, closed, subject, newest, revoked, last_heard)) = row {
        return Ok(Holder::Device(Device {
            campaign: campaigns::read((key, id, ends, epoch, closed))?,
            subject: CertificateId(fixed(subject)?),
            newest: CertificateId(fixed(newest)?),
            revoked,
            last_heard,
        }));
    }
    let ended: Option<i64> = sqlx::query_scalar("SELECT at FROM ended WHERE token = $1")
        .bind(&token[..])
        .fetch_optional(db)
        .await?;
    Ok(if ended.is_some() {
        Holder::Ended
    } else {
        Holder::Nobody
    })
}

pub async fn heard(db: &mut Db, device: &Device, now: i64) -> Result<()> {
    sqlx::query("UPDATE devices SET last_heard = $1 WHERE campaign = $2 AND subject = $3")
        .bind(now)
        .bind(device.campaign.key)
        .bind(&device.subject.0[..])
        .execute(db)
        .await?;
    Ok(())
}

/// A device's row, for joining again: whether revoked, and heard.
async fn there(db: &mut Db, campaign: i64, subject: CertificateId) -> Result<Option<(bool, bool)>> {
    Ok(sqlx::query_as(
        "SELECT revoked, last_heard IS NOT NULL FROM devices WHERE campaign = $1 AND subject = $2",
    )
    .bind(campaign)
    .bind(&subject.0[..])
    .fetch_optional(db)
    .await?)
}

/// The answer to joining was lost on its way: another token takes the first one's place, so
/// long as nobody has used that.
pub async fn join_again(
    db: &mut Db,
    campaign: i64,
    subject: CertificateId,
    device: &NewDevice,
) -> Result<()> {
    match there(db, campaign, subject).await? {
        Some((true, _)) => return Err(Error::Refused(RefusalCode::Revoked)),
        Some((false, false)) => {}
        None | Some((false, true)) => return Err(Error::Refused(RefusalCode::Exists)),
    }
    sqlx::query("UPDATE devices SET token = $1 WHERE campaign = $2 AND subject = $3")
        .bind(&device.token[..])
        .bind(campaign)
        .bind(&subject.0[..])
        .execute(db)
        .await?;
    Ok(())
}

pub async fn join(db: &mut Db, campaign: i64, device: &NewDevice) -> Result<Option<Vec<u8>>> {
    let subject = device.certificate.id();
    let again = there(db, campaign, subject).await?.is_some();
    let Some(invite) = &device.invite else {
        if again {
            join_again(db, campaign, subject, device).await?;
        } else {
            add(db, campaign, device).await?;
        }
        return Ok(None);
    };
    let (uses_left, revoked, grant): (i64, bool, Vec<u8>) = sqlx::query_as(
        "SELECT uses_left, revoked, grant_sealed FROM invites WHERE name = $1 AND campaign = $2",
    )
    .bind(&invite.name[..])
    .bind(campaign)
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Error::Refused(RefusalCode::UnknownInvite))?;
    if again {
        join_again(db, campaign, subject, device).await?;
        return Ok(Some(grant));
    }
    if revoked {
        return Err(Error::Refused(RefusalCode::RevokedInvite));
    }
    if invite.run_out {
        return Err(Error::Refused(RefusalCode::ExpiredInvite));
    }
    if uses_left == 0 {
        return Err(Error::Refused(RefusalCode::UsedInvite));
    }
    sqlx::query("UPDATE invites SET uses_left = uses_left - 1 WHERE name = $1")
        .bind(&invite.name[..])
        .execute(&mut *db)
        .await?;
    add(db, campaign, device).await?;
    Ok(Some(grant))
}

/// Adds a device that is new.
pub async fn add(db: &mut Db, campaign: i64, device: &NewDevice) -> Result<()> {
    let subject = device.certificate.id();
    if certificates::is_revoked(db, campaign, subject).await? {
        return Err(Error::Refused(RefusalCode::Revoked));
    }
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM devices WHERE campaign = $1")
        .bind(campaign)
        .fetch_one(&mut *db)
        .await?;
    if unsigned(count)? >= device.room.of(u64::from(device.most)) {
        return Err(Error::Refused(RefusalCode::OverQuota));
    }
    start_codes::one_device_more(db, campaign, device.room).await?;
    certificates::keep_of_device(db, campaign, &device.certificate, subject, device.room).await?;
    let added = sqlx::query(
        "INSERT INTO devices (campaign, subject, newest, sign, token, joined)
         VALUES ($1, $2, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind(campaign)
    .bind(&subject.0[..])
    .bind(&device.certificate.certificate.sign.0[..])
    .bind(&device.token[..])
    .bind(device.now)
    .execute(db)
    .await?;
    if added.rows_affected() == 0 {
        return Err(Error::Refused(RefusalCode::Exists));
    }
    Ok(())
}

pub async fn revoke(db: &mut Db, campaign: i64, certificate: CertificateId) -> Result<Vec<Head>> {
    let id = &certificate.0[..];
    match certificates::standing(db, campaign, certificate).await? {
        Standing::Unknown => return Err(Error::Refused(RefusalCode::BadCertificate)),
        Standing::Device(subject) => {
            let subject = &subject.0[..];
            sqlx::query("UPDATE devices SET revoked = TRUE WHERE campaign = $1 AND subject = $2")
                .bind(campaign)
                .bind(subject)
                .execute(&mut *db)
                .await?;
            sqlx::query(
                "UPDATE certificates SET revoked = TRUE WHERE campaign = $1 AND device = $2",
            )
            .bind(campaign)
            .bind(subject)
            .execute(&mut *db)
            .await?;
            return batches::heads_of(db, campaign, subject).await;
        }
        Standing::Invite => {
            sqlx::query(
                "UPDATE invites SET revoked = TRUE WHERE campaign = $1 AND certificate = $2",
            )
            .bind(campaign)
            .bind(id)
            .execute(&mut *db)
            .await?;
        }
        Standing::Writer => {}
    }
    sqlx::query("UPDATE certificates SET revoked = TRUE WHERE campaign = $1 AND id = $2")
        .bind(campaign)
        .bind(id)
        .execute(&mut *db)
        .await?;
    batches::heads_of(db, campaign, id).await
}
