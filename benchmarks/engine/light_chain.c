/* A light chain of air defence in C: the equations are listed in README.md, light_chain.py is the same in plain Python.
   cc -O2 -o light_chain light_chain.c -lm && ./light_chain RUNS SEED
   prints runs, processor seconds, mean threats killed, mean that got through, mean rounds fired. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { THREATS = 32, TRACKS = 64, ROUNDS = 48, CHANNELS = 16, DURATION_S = 600 };
static const double G = 9.81, HORIZON_M = 16986000.0; /* twice four thirds of the Earth's radius */
static const double TURN = 6.283185307179586;

typedef struct { double p[3], v[3], cov[3][3], last_s; int hits, missed, dead, engaged, object; } Track;
typedef struct { double p[3], sd; int object; } Plot;
typedef struct { double at_s; int track, object; } Shot;

static uint64_t dice;
static double uniform(void) { /* splitmix64 */
    uint64_t z = (dice += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return ((z ^ (z >> 31)) >> 11) * 0x1p-53;
}
static double normal(void) { return sqrt(-2.0 * log(1.0 - uniform())) * cos(TURN * uniform()); }

static int place(int who, double t, double *p, double *v) {
    int k = who % 16, ballistic = who >= 16;
    double since = t - 6.0 * k - (ballistic ? 120.0 : 0.0), aside = (k - 8) * 4000.0;
    if (since < 0.0) return 0;
    double east = ballistic ? 276000.0 : 150000.0, flight = ballistic ? 240.0 : (east - 9000.0) / 280.0;
    if (since > flight) return -1;
    v[0] = -(east - 9000.0) / flight; v[1] = -aside / flight;
    p[0] = east + v[0] * since; p[1] = aside + v[1] * since;
    v[2] = ballistic ? 0.5 * G * flight - G * since : 0.0;
    p[2] = ballistic ? 0.5 * G * since * (flight - since) : 8000.0;
    return 1;
}

static void predict(Track *a, double t) {
    double dt = t - a->last_s, q = a->v[2] * a->v[2] > 40000.0 ? 30.0 : 40.0, fall = q < 40.0 ? G : 0.0;
    for (int i = 0; i < 3; i++) {
        double *c = a->cov[i];
        a->p[i] += a->v[i] * dt - (i == 2) * 0.5 * fall * dt * dt;
        a->v[i] -= (i == 2) * fall * dt;
        c[0] += 2.0 * dt * c[1] + dt * dt * c[2] + q * dt * dt * dt / 3.0;
        c[1] += dt * c[2] + 0.5 * q * dt * dt;
        c[2] += q * dt;
    }
    a->last_s = t;
}

static void correct(Track *a, const Plot *z) {
    for (int i = 0; i < 3; i++) {
        double *c = a->cov[i], s = c[0] + z->sd * z->sd, k = c[0] / s, m = c[1] / s, e = z->p[i] - a->p[i];
        a->p[i] += k * e; a->v[i] += m * e;
        c[2] -= m * c[1]; c[1] *= 1.0 - k; c[0] *= 1.0 - k;
    }
    a->object = z->object; a->hits++; a->missed = 0;
}

static void look(int acquisition, double t, const double *end_s, Track *tracks) {
    double reference = acquisition ? 390000.0 : 283000.0, limit = acquisition ? 600000.0 : 340000.0;
    double angle = acquisition ? 0.0026 : 0.0009, range = acquisition ? 15.0 : 3.0;
    Plot plots[THREATS]; int count = 0, taken[THREATS] = {0};
    for (int who = 0; who < THREATS; who++) {
        double p[3], v[3];
        if (end_s[who] <= t || place(who, t, p, v) != 1) continue;
        double r = sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
        if (r > limit || (!acquisition && fabs(p[1]) > p[0])) continue;
        if (r > sqrt(HORIZON_M * 7.0) + sqrt(HORIZON_M * p[2])) continue;
        double snr = 18.9 * (who < 16 ? 1.0 : 0.025) * pow(reference / r, 4.0);
        if (uniform() >= pow(1e-6, 1.0 / (1.0 + snr))) continue;
        Plot *z = &plots[count++];
        z->sd = sqrt(range * range + angle * r * angle * r); z->object = who;
        for (int i = 0; i < 3; i++) z->p[i] = p[i] + z->sd * normal();
    }
    for (int n = 0; n < TRACKS; n++) {
        Track *a = &tracks[n];
        if (a->dead) continue;
        predict(a, t);
        int best = -1; double least = 16.0;
        for (int k = 0; k < count; k++) {
            if (taken[k]) continue;
            double d = 0.0;
            for (int i = 0; i < 3; i++) {
                double e = plots[k].p[i] - a->p[i];
                d += e * e / (a->cov[i][0] + plots[k].sd * plots[k].sd);
            }
            if (d < least) { least = d; best = k; }
        }
        if (best >= 0) { correct(a, &plots[best]); taken[best] = 1; }
        else if (acquisition && ++a->missed > 5) a->dead = 1;
    }
    for (int k = 0, n = 0; acquisition && k < count; k++) {
        if (taken[k]) continue;
        while (n < TRACKS && !tracks[n].dead) n++;
        if (n == TRACKS) break;
        Track *a = &tracks[n];
        memset(a, 0, sizeof *a);
        for (int i = 0; i < 3; i++) {
            a->p[i] = plots[k].p[i];
            a->cov[i][0] = plots[k].sd * plots[k].sd; a->cov[i][2] = 800.0 * 800.0;
        }
        a->last_s = t; a->hits = 1; a->object = plots[k].object;
    }
}

/* time to the ground or to the closest approach to the town [s]; a track that threatens nothing: INFINITY */
static double arrives_in(const Track *a) {
    double x = a->p[0] - 9000.0, y = a->p[1], v2 = a->v[0] * a->v[0] + a->v[1] * a->v[1], left;
    if (a->v[2] * a->v[2] > 40000.0) left = (a->v[2] + sqrt(a->v[2] * a->v[2] + 2.0 * G * fmax(a->p[2], 0.0))) / G;
    else left = -(x * a->v[0] + y * a->v[1]) / fmax(v2, 1.0);
    x += left * a->v[0]; y += left * a->v[1];
    return left > 0.0 && x * x + y * y < 1e8 ? left : INFINITY;
}

static double meeting(const Track *a, double latest_s) {
    double t = 9.0;
    for (int k = 0; k < 20; k++) {
        double fall = a->v[2] * a->v[2] > 40000.0 ? G : 0.0, x = a->p[0] + a->v[0] * t, y = a->p[1] + a->v[1] * t;
        double z = a->p[2] + a->v[2] * t - 0.5 * fall * t * t, r = sqrt(x * x + y * y + z * z), next = 9.0 + r / 1000.0;
        if (fabs(next - t) < 0.5) return r > 5000.0 && r < 150000.0 && z < 25000.0 && t < latest_s ? t : INFINITY;
        t = next;
    }
    return INFINITY;
}

static void run(double *total) {
    double end_s[THREATS]; Track tracks[TRACKS]; Shot shots[ROUNDS]; int fired = 0, flying = 0, changed = 1;
    for (int k = 0; k < THREATS; k++) end_s[k] = INFINITY;
    for (int n = 0; n < TRACKS; n++) tracks[n].dead = 1;
    for (int t = 1; t <= DURATION_S; t++) {
        for (int k = 0; k < flying;) { /* rounds that meet: kill by dice, the channel is free five seconds later */
            if (shots[k].at_s > t) { k++; continue; }
            Track *a = &tracks[shots[k].track];
            if (end_s[shots[k].object] == INFINITY && uniform() < 0.7) { end_s[shots[k].object] = t; total[0]++; }
            a->engaged = 0; changed = 1;
            shots[k] = shots[--flying];
        }
        if (t % 6 == 0) { look(1, t, end_s, tracks); changed = 1; }
        look(0, t, end_s, tracks);
        if (t % 2 || !changed) continue;
        changed = 0;
        double urgency[TRACKS], left[TRACKS];
        for (int n = 0; n < TRACKS; n++) {
            urgency[n] = 0.0;
            if (tracks[n].dead || tracks[n].hits < 3 || tracks[n].engaged) continue;
            left[n] = arrives_in(&tracks[n]);
            if (left[n] < INFINITY) urgency[n] = 1.0 / fmax(left[n], 1.0);
        }
        while (flying < CHANNELS && fired < ROUNDS) {
            int best = -1;
            for (int n = 0; n < TRACKS; n++) if (urgency[n] > 0.0 && (best < 0 || urgency[n] > urgency[best])) best = n;
            if (best < 0) break;
            urgency[best] = 0.0;
            double ahead = meeting(&tracks[best], left[best]);
            if (ahead == INFINITY) continue;
            shots[flying++] = (Shot){t + ahead + 5.0, best, tracks[best].object};
            tracks[best].engaged = 1; fired++;
        }
    }
    total[2] += fired;
    for (int k = 0; k < THREATS; k++) {
        double p[3], v[3];
        total[1] += end_s[k] == INFINITY && place(k, DURATION_S, p, v) == -1;
    }
}

int main(int argc, char **argv) {
    int runs = argc > 1 ? atoi(argv[1]) : 100; double total[3] = {0};
    uint64_t seed = argc > 2 ? strtoull(argv[2], 0, 10) : 7;
    clock_t began = clock();
    for (int k = 0; k < runs; k++) { dice = seed * 1000003u + k; run(total); }
    printf("%d %.6f %.3f %.3f %.3f\n", runs, (double)(clock() - began) / CLOCKS_PER_SEC, total[0] / runs, total[1] / runs,
           total[2] / runs);
    return 0;
}
