//! The variants of `thumbnail` give alike pictures for the same pictures. Their decoders and
//! encoders round differently, so pixels are compared by how far apart they are on average.

use crate::common;
use crate::common::tested::Tested;
use base64::prelude::{BASE64_STANDARD, Engine};
use bench::{sandbox::FaultKind, workloads};
use data::Workload;
use jpeg_decoder::Decoder;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use serde_json::{Value, json};

/// Of 255, on average over all pixels: more than the rounding, less than a shift by one pixel.
const MAX_DIFFERENCE: f64 = 2.5;

/// The same for a thumbnail that is one pixel wide or high: Pillow shrinks in two steps
/// (`reducing_gap`), which differs from one step by about 4 there.
const MAX_DIFFERENCE_OF_A_STRIP: f64 = 5.0;

/// A decoded JPEG.
struct Picture {
    size: (u16, u16),
    pixels: Vec<u8>,
}

impl Picture {
    fn of(jpeg: &[u8]) -> Self {
        let mut decoder = Decoder::new(jpeg);
        let pixels = decoder.decode().unwrap();
        let info = decoder.info().unwrap();
        Self {
            size: (info.width, info.height),
            pixels,
        }
    }

    fn difference(&self, other: &Self) -> f64 {
        assert_eq!(self.pixels.len(), other.pixels.len(), "grey and coloured");
        let pairs = self.pixels.iter().zip(&other.pixels);
        let sum: f64 = pairs.map(|(a, b)| f64::from(a.abs_diff(*b))).sum();
        let count = u32::try_from(self.pixels.len()).unwrap();
        sum / f64::from(count)
    }
}

fn event(jpeg: &[u8]) -> Value {
    json!({ "version": "2.0", "body": BASE64_STANDARD.encode(jpeg), "isBase64Encoded": true })
}

/// Asks every variant, compares the thumbnails, and gives the size that they have in common.
async fn compare(variants: &mut [Tested], name: &str, event: &Value) -> (u16, u16) {
    let host = common::host(Vec::new());
    let mut first: Option<Picture> = None;
    for tested in variants {
        let answer = tested.ask(&host, event).await.unwrap();
        let name = format!("{}: {name}", tested.function.name);
        assert_eq!(answer["statusCode"], 200, "{name}: {}", answer["body"]);
        assert_eq!(
            answer["headers"],
            json!({ "content-type": "image/jpeg" }),
            "{name}"
        );
        assert_eq!(answer["isBase64Encoded"], true, "{name}");
        let jpeg = BASE64_STANDARD.decode(answer["body"].as_str().unwrap());
        let picture = Picture::of(&jpeg.unwrap());
        let Some(first) = &first else {
            first = Some(picture);
            continue;
        };
        assert_eq!(picture.size, first.size, "{name}");
        let difference = picture.difference(first);
        let limit = match picture.size {
            (1, 2..) | (2.., 1) => MAX_DIFFERENCE_OF_A_STRIP,
            _ => MAX_DIFFERENCE,
        };
        assert!(difference < limit, "{name}: {difference}");
    }
    first.unwrap().size
}

/// Pixels with gradients, texture and an edge, different in every corner.
fn draw(width: u16, height: u16, channels: u16) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..u32::from(height) {
        for x in 0..u32::from(width) {
            let slope = (x * 120 / u32::from(width)) + (y * 60 / u32::from(height));
            let texture = (x * 7 + y * 13 + x * y / 11) % 24;
            let edge = if x + 2 * y < u32::from(height) { 50 } else { 0 };
            let level = slope + texture + edge;
            for channel in 0..u32::from(channels) {
                pixels.push(u8::try_from((level + channel * 10).min(255)).unwrap());
            }
        }
    }
    pixels
}

/// A JPEG of a drawn picture, written as `configure` asks for.
fn jpeg(
    (width, height): (u16, u16),
    color: ColorType,
    configure: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let channels = match color {
        ColorType::Luma => 1,
        ColorType::Cmyk | ColorType::CmykAsYcck => 4,
        _ => 3,
    };
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 90);
    configure(&mut encoder);
    let pixels = draw(width, height, channels);
    encoder.encode(&pixels, width, height, color).unwrap();
    jpeg
}

fn rgb(size: (u16, u16)) -> Vec<u8> {
    jpeg(size, ColorType::Rgb, |_| {})
}

#[tokio::test]
async fn thumbnails_of_the_committed_picture_are_alike() {
    let committed = workloads::event(Workload::Thumbnail).unwrap();
    let event = serde_json::from_slice(&committed).unwrap();
    let mut variants = Tested::all(Workload::Thumbnail);
    let size = compare(&mut variants, "event.json", &event).await;
    assert_eq!(size, (256, 192));
}

#[tokio::test]
async fn thumbnails_have_the_same_size_whatever_the_shape() {
    let mut variants = Tested::all(Workload::Thumbnail);
    for (size, expected) in [
        ((1, 1), (1, 1)),
        ((2, 3), (2, 3)),
        ((256, 256), (256, 256)),
        ((257, 256), (256, 255)),
        ((255, 257), (254, 256)),
        ((640, 480), (256, 192)),
        ((511, 1023), (128, 256)),
        ((512, 1024), (128, 256)),
        ((1023, 1024), (256, 256)),
        ((1025, 1777), (148, 256)),
        ((2050, 2048), (256, 256)),
        ((4097, 4099), (256, 256)),
        ((3000, 8), (256, 1)),
        ((5, 3000), (1, 256)),
        ((2000, 3), (256, 1)),
    ] {
        let event = event(&rgb(size));
        let found = compare(&mut variants, &format!("{size:?}"), &event).await;
        assert_eq!(found, expected, "{size:?}");
    }
}

#[tokio::test]
async fn thumbnails_are_alike_whatever_the_encoding() {
    let mut variants = Tested::all(Workload::Thumbnail);
    let size = (900, 700);
    let full = SamplingFactor::R_4_4_4;
    let jpegs = [
        ("grey", jpeg(size, ColorType::Luma, |_| {})),
        (
            "4:4:4",
            jpeg(size, ColorType::Rgb, |e| e.set_sampling_factor(full)),
        ),
        (
            "progressive",
            jpeg(size, ColorType::Rgb, |e| e.set_progressive(true)),
        ),
        (
            "grey, progressive",
            jpeg(size, ColorType::Luma, |e| e.set_progressive(true)),
        ),
        (
            "with restarts",
            jpeg(size, ColorType::Rgb, |e| e.set_restart_interval(7)),
        ),
        ("CMYK", jpeg(size, ColorType::Cmyk, |_| {})),
        ("YCCK", jpeg(size, ColorType::CmykAsYcck, |_| {})),
        (
            "followed by a line break",
            [rgb(size), b"\r\n".to_vec()].concat(),
        ),
        (
            "with a broken EXIF",
            jpeg(size, ColorType::Rgb, |e| {
                e.add_exif_metadata(b"II*").unwrap();
            }),
        ),
        (
            "with an EXIF of another kind",
            jpeg(size, ColorType::Rgb, |e| {
                e.add_exif_metadata(b"not a TIFF header").unwrap();
            }),
        ),
    ];
    for (name, jpeg) in jpegs {
        let found = compare(&mut variants, name, &event(&jpeg)).await;
        assert_eq!(found, (256, 199), "{name}");
    }
}

/// EXIF data whose only entry is the orientation.
fn exif(orientation: u8) -> Vec<u8> {
    let header = b"II*\0\x08\0\0\0\x01\0";
    let entry = [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
    [&header[..], &entry, &[0; 4]].concat()
}

#[tokio::test]
async fn thumbnails_are_upright() {
    let mut variants = Tested::all(Workload::Thumbnail);
    for orientation in 0..=9 {
        let jpeg = jpeg((600, 300), ColorType::Rgb, |encoder| {
            encoder.add_exif_metadata(&exif(orientation)).unwrap();
        });
        let name = format!("orientation {orientation}");
        let found = compare(&mut variants, &name, &event(&jpeg)).await;
        let is_turned = (5..=8).contains(&orientation);
        let expected = if is_turned { (128, 256) } else { (256, 128) };
        assert_eq!(found, expected, "{name}");
    }
}

/// A JPEG whose header claims another size.
fn claiming(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = rgb((8, 8));
    let frame = jpeg.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

#[tokio::test]
async fn what_is_no_whole_jpeg_is_refused_in_the_same_words() {
    let host = common::host(Vec::new());
    let mut variants = Tested::all(Workload::Thumbnail);
    let whole = rgb((900, 700));
    let mut refused = vec![
        ("no body", json!({})),
        ("null", json!({ "body": null, "isBase64Encoded": true })),
        ("text", json!({ "body": "hello", "isBase64Encoded": false })),
        (
            "no base64",
            json!({ "body": "not base64", "isBase64Encoded": true }),
        ),
        (
            "not encoded",
            json!({ "body": BASE64_STANDARD.encode(&whole) }),
        ),
        ("umlaut", json!({ "body": "ü", "isBase64Encoded": true })),
    ];
    for (name, body) in [
        ("empty", Vec::new()),
        ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()),
        (
            "after a line break",
            [b"\n".to_vec(), whole.clone()].concat(),
        ),
        ("only its start", vec![0xff, 0xd8, 0xff]),
        ("cut in its header", whole[..100].to_vec()),
        ("cut in the middle", whole[..whole.len() / 2].to_vec()),
        ("cut before its end", whole[..whole.len() - 2].to_vec()),
        ("cut by a byte", whole[..whole.len() - 1].to_vec()),
        ("without pixels", claiming(0, 8)),
        ("a pixel row too many", claiming(6000, 4001)),
        ("a bomb", claiming(16_000, 16_000)),
        ("the largest bomb", claiming(65_535, 65_535)),
    ] {
        refused.push((name, event(&body)));
    }
    for (name, event) in &refused {
        for tested in &mut variants {
            let answer = tested.ask(&host, event).await;
            let expected = json!({
                "statusCode": 400,
                "headers": { "content-type": "text/plain" },
                "body": "the body must be a whole JPEG of at most 24 million pixels",
                "isBase64Encoded": false,
            });
            assert_eq!(answer, Ok(expected), "{}: {name}", tested.function.name);
        }
    }
}

#[tokio::test]
async fn the_largest_picture_that_is_allowed_is_decoded() {
    let mut variants = Tested::all(Workload::Thumbnail);
    let jpeg = jpeg((6000, 4000), ColorType::Luma, |e| e.set_quality(5));
    let event = event(&jpeg);
    let found = compare(&mut variants, "24 million pixels", &event).await;
    assert_eq!(found, (256, 171));
}

#[tokio::test]
async fn what_no_gateway_sends_is_a_failure() {
    let host = common::host(Vec::new());
    let mut variants = Tested::all(Workload::Thumbnail);
    for event in [
        Value::Null,
        json!("body"),
        json!({ "body": { "jpeg": 1 }, "isBase64Encoded": true }),
    ] {
        for tested in &mut variants {
            let answer = tested.ask(&host, &event).await;
            let name = &tested.function.name;
            assert_eq!(answer, Err(FaultKind::Handler), "{name}: {event}");
        }
    }
}
