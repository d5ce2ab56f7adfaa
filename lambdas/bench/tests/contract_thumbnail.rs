//! The variants of `thumbnail` make the same thumbnails, but for the decoders' rounding.

mod common;

use base64::prelude::{BASE64_STANDARD, Engine};
use bench::function;
use common::tested::{Tested, body};
use data::Workload;
use jpeg_decoder::{Decoder, PixelFormat};
use jpeg_encoder::{ColorType, Encoder};
use serde_json::{Value, json};

/// Each library rounds and filters a little differently: by this much of 255 in brightness. (A
/// picture that is off by one pixel differs by 5.)
const CLOSE: f64 = 2.0;

fn event(jpeg: &[u8]) -> Value {
    json!({ "version": "2.0", "body": BASE64_STANDARD.encode(jpeg), "isBase64Encoded": true })
}

/// A picture with a gradient, and a grid that would show a shift.
fn jpeg(
    width: u16,
    height: u16,
    color: ColorType,
    change: impl Fn(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let channels = match color {
        ColorType::Luma => 1,
        ColorType::Cmyk => 4,
        _ => 3,
    };
    let mut pixels = Vec::new();
    for y in 0..usize::from(height) {
        for x in 0..usize::from(width) {
            let gradient =
                x * 200 / usize::from(width) + if (x / 40 + y / 40) % 2 == 0 { 50 } else { 0 };
            let channels =
                (0..channels).map(|channel| u8::try_from((gradient + 60 * channel) % 256).unwrap());
            pixels.extend(channels);
        }
    }
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 90);
    change(&mut encoder);
    encoder.encode(&pixels, width, height, color).unwrap();
    jpeg
}

/// EXIF data that says nothing but how the camera was held, from 1 to 8.
fn exif(orientation: u8) -> Vec<u8> {
    let tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
    [tiff, &[orientation][..], &[0; 6]].concat()
}

struct Thumbnail {
    size: (u16, u16),
    format: PixelFormat,
    pixels: Vec<u8>,
}

impl Thumbnail {
    fn of(answer: &Value, name: &str) -> Self {
        assert_eq!(answer["statusCode"], 200, "{name}: {answer}");
        assert_eq!(
            answer["headers"],
            json!({ "content-type": "image/jpeg" }),
            "{name}"
        );
        assert_eq!(answer["isBase64Encoded"], true, "{name}");
        let jpeg = BASE64_STANDARD
            .decode(answer["body"].as_str().unwrap())
            .unwrap();
        let mut decoder = Decoder::new(jpeg.as_slice());
        let pixels = decoder.decode().unwrap();
        assert_eq!(decoder.exif_data(), None, "{name}");
        let info = decoder.info().unwrap();
        Self {
            size: (info.width, info.height),
            format: info.pixel_format,
            pixels,
        }
    }

    /// In brightness: colour is stored at half of the resolution, where libraries differ more.
    fn difference(&self, other: &Self) -> f64 {
        let (ours, theirs) = (self.brightness(), other.brightness());
        let count = u32::try_from(ours.len()).unwrap();
        let differences = ours.iter().zip(&theirs).map(|(a, b)| (a - b).abs());
        differences.sum::<f64>() / f64::from(count)
    }

    fn brightness(&self) -> Vec<f64> {
        if self.format == PixelFormat::L8 {
            return self.pixels.iter().map(|&grey| f64::from(grey)).collect();
        }
        let of_pixel = |rgb: &[u8; 3]| {
            let [red, green, blue] = rgb.map(f64::from);
            0.299 * red + 0.587 * green + 0.114 * blue
        };
        let (pixels, _) = self.pixels.as_chunks();
        pixels.iter().map(of_pixel).collect()
    }
}

#[tokio::test]
async fn makes_the_same_thumbnails() {
    let host = common::host(Vec::new());
    let mut variants = Tested::all(Workload::Thumbnail);
    let plain = |width, height| jpeg(width, height, ColorType::Rgb, |_| ());
    let mut cases = vec![
        ("the committed event".to_owned(), None, (256, 192)),
        (
            "grey".to_owned(),
            Some(jpeg(700, 500, ColorType::Luma, |_| ())),
            (256, 183),
        ),
        (
            "progressive".to_owned(),
            Some(jpeg(700, 500, ColorType::Rgb, |encoder| {
                encoder.set_progressive(true);
            })),
            (256, 183),
        ),
    ];
    for (from, to) in [
        ((1, 1), (1, 1)),
        ((256, 256), (256, 256)),
        ((257, 257), (256, 256)),
        ((100, 20), (100, 20)),
        ((300, 900), (85, 256)),
        ((1000, 3), (256, 1)),
        ((3, 1000), (1, 256)),
        ((2049, 1025), (256, 128)),
        ((513, 700), (188, 256)),
        ((1500, 1019), (256, 174)),
    ] {
        cases.push((format!("{from:?}"), Some(plain(from.0, from.1)), to));
    }
    for orientation in 1..=8 {
        let turned = jpeg(600, 400, ColorType::Rgb, |encoder| {
            encoder.add_app_segment(1, exif(orientation)).unwrap();
        });
        let to = if orientation > 4 {
            (171, 256)
        } else {
            (256, 171)
        };
        cases.push((format!("orientation {orientation}"), Some(turned), to));
    }
    for (case, jpeg, size) in cases {
        let event = jpeg.map_or_else(committed, |jpeg| event(&jpeg));
        let mut thumbnails: Vec<Thumbnail> = Vec::new();
        for tested in &mut variants {
            let answer = tested.ask(&host, &event).await.unwrap();
            let name = format!("{} {case}", tested.function.name);
            let thumbnail = Thumbnail::of(&answer, &name);
            assert_eq!(thumbnail.size, size, "{name}");
            thumbnails.push(thumbnail);
        }
        let [first, second] = thumbnails.try_into().ok().unwrap();
        assert_eq!(first.format, second.format, "{case}");
        let difference = first.difference(&second);
        assert!(difference < CLOSE, "{case}: {difference}");
    }
}

fn committed() -> Value {
    serde_json::from_slice(&function::event(Workload::Thumbnail).unwrap()).unwrap()
}

/// The same picture with other dimensions in its header.
fn with_size(mut jpeg: Vec<u8>, width: u16, height: u16) -> Vec<u8> {
    let start = jpeg
        .windows(2)
        .position(|marker| marker == [0xff, 0xc0])
        .unwrap();
    jpeg[start + 5..start + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[start + 7..start + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

#[tokio::test]
async fn refuses_bad_bodies_in_the_same_words() {
    let host = common::host(Vec::new());
    let mut variants = Tested::all(Workload::Thumbnail);
    let refusal = json!({
        "error": "the body must be a JPEG in colour or greyscale with at most 50000000 pixels",
    });
    let whole = jpeg(400, 300, ColorType::Rgb, |_| ());
    let bad = [
        json!({}),
        json!({ "body": null }),
        json!({ "body": "hello" }),
        json!({ "body": "!", "isBase64Encoded": true }),
        event(b""),
        event(b"\xff\xd8"),
        event(b"\x89PNG\r\n\x1a\n"),
        event(&whole[..whole.len() / 2]),
        event(&whole[..100]),
        event(&jpeg(40, 30, ColorType::Cmyk, |_| ())),
        event(&with_size(whole.clone(), 65_000, 65_000)),
        event(&with_size(whole.clone(), 10_000, 5001)),
        event(&with_size(whole, 0, 300)),
    ];
    for event in bad {
        let shown: String = event.to_string().chars().take(100).collect();
        for tested in &mut variants {
            let answer = tested.ask(&host, &event).await;
            let name = &tested.function.name;
            let answer = answer.unwrap_or_else(|kind| panic!("{name}: {shown}: {kind:?}"));
            assert_eq!(answer["statusCode"], 400, "{name}: {shown}");
            assert_eq!(body(&answer), refusal, "{name}: {shown}");
        }
    }
}
